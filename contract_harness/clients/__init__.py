"""Clients that show what was really on the wire."""
