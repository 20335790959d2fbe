"""Wrong gateways for the profile `migration`: one module for each of its feature files."""
