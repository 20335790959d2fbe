"""Sentences of the profile `deployment` that one topic speaks alone."""
