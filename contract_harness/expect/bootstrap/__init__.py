"""What is promised of first access, compared with who was let in."""
