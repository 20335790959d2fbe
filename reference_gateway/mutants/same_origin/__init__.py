"""Wrong gateways for the profile `same-origin`: one module for each of its feature files."""
