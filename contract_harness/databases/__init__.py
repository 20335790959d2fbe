"""Databases for scenarios: one of its own for each, made from templates, always dropped."""
