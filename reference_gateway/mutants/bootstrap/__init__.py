"""Wrong gateways for the profile `bootstrap`: one module for each of its feature files."""
