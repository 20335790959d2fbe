"""What the migration profile does to a database and asks of a gateway."""
