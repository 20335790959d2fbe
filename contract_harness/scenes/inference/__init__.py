"""A caller of the data plane: what is asked of it, and how an answer is followed as it comes."""
