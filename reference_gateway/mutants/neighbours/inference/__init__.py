"""Neighbours for the profile `inference`: one module for each of its feature files."""
