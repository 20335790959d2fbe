"""What sentences there are: read from the step modules and the features, written to features/vocabulary.md."""
