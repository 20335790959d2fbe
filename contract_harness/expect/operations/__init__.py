"""What the operations profile asks of gateways that run, and of the ways they start and stop."""
