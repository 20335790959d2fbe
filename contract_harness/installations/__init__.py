"""One installation of the gateway under test, the pool of those that are shared, and what they stand on."""
