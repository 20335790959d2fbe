"""The site of this project: every page of the repository, and those made of the clauses and the command lines."""
