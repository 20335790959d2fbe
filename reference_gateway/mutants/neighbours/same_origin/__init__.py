"""Gateways that are wrong one step beside an example, on the shelf of the clause's topic."""
