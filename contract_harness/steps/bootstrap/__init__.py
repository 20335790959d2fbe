"""Sentences that one topic of the bootstrap profile speaks alone."""
