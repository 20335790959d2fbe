"""Looking whether what a target claims is there."""
