"""What the profile `deployment` promises, topic by topic."""
