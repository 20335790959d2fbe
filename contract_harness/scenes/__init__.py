"""What scenarios do to a gateway: the acts of visitors, operators and accidents."""
