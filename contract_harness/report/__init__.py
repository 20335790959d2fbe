"""One result model, and the writers that only read it."""
