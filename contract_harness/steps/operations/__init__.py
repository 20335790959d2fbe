"""The sentences of the operations profile, topic by topic."""
