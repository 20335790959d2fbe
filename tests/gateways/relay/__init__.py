"""A relay of OpenAI's calls, which claims `inference` and nothing else."""
