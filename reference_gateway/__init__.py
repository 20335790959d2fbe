"""A same-origin LLM gateway that keeps every contract of this repository."""
