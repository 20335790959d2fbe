"""Wrong gateways for the profile `operations`: one module for each of its feature files."""
