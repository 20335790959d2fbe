"""The site of this project: every page of the repository, and those made of clauses and command lines."""
