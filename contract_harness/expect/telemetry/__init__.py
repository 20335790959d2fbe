"""What is promised of telemetry, compared with what a collector, an upstream or a log got."""
