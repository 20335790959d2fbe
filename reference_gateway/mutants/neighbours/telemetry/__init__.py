"""Neighbours of the examples of the telemetry profile."""
