"""What sentences there are, read from step modules and features; written to features/vocabulary.md."""
