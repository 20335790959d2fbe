"""Ways of having a gateway: starting it ourselves, or being given a URL."""
