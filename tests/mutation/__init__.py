"""Standard mutation testing of the gateway's decisions, on demand, beside the kill matrix of the clauses."""
