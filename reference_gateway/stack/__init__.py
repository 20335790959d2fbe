"""
The whole product on this machine: what `dev-stack` and `prod-stack` start, watch and stop.

`shapes` chooses a configuration, `folder` keeps the files, `ports` and `postgres` find what it needs, `extra`
names what adds a PostgreSQL, `processes` keeps the children, `run` does one run with them.
"""
