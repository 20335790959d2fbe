"""The life of a run: from what was asked to events, process by process."""
