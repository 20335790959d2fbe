"""Wrong gateways for the profile `deployment`: one module for each of its feature files."""
