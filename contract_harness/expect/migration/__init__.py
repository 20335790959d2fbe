"""What the migration profile asks of commands and databases."""
