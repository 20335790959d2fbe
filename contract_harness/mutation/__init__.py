"""Can each clause fail? The wrong gateways, the plan of asking them, and the kill matrix."""
