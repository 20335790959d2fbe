"""What the same-origin profile promises, topic by topic."""
