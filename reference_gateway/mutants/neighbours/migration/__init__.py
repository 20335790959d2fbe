"""Neighbours of the examples of the migration profile."""
