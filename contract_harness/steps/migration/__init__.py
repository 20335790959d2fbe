"""The sentences of the migration profile, topic by topic."""
