"""One module a page; each resource is one address."""
