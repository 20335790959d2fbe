"""What is shipped, and how a release of it is made."""
