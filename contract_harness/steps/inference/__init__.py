"""What features of inference say: models, completions, streams, embeddings, and what goes wrong with them."""
