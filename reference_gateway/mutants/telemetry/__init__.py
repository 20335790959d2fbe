"""Wrong gateways for the profile `telemetry`: one module for each of its feature files."""
