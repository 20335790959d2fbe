"""What the bootstrap profile promises of lists, people and budgets."""
