"""Contracts, proved: the harness that asks any same-origin LLM gateway to keep its promises."""
