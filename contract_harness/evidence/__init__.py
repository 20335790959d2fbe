"""What was seen, without secrets: exchanges and commands, clipped, redacted, and how to see them again."""
