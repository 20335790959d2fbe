"""
The whole product on this machine: what `dev-stack` and `prod-stack` start, watch and stop.

`shapes` chooses a configuration, `ports` and `postgres` find what it needs, `processes` keeps the children,
`run` does one run with them.
"""
