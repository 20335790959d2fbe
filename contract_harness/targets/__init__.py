"""Which gateway is verified, and what it says it keeps."""
