"""Measurements, side by side in one run; figures, never assertions."""
