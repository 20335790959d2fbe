"""What is promised, read from the features and the contracts and kept nowhere else."""
