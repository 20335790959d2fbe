"""What the chosen tests need of this machine, looked for and brought before the first one starts."""
