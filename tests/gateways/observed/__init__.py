"""
A facsimile of the observed gateway: ours, changed wherever the facts say that it does otherwise.

Most of its ways are those of a mutant, which is what a hardened clause is for; here they come together in
one gateway, so that a core clause which could not bear them shows. Where running the real one contradicted
what was read, it does as that did. `database` has its migrations and its locks, `boot` its config, its first
admin and its seeding, `proxy` what lies between a browser and its admin UI, `telling` what a collector hears,
`trouble` what happens when a database or a provider fails, `console` the admin UI, a process of its own.

Source: observed gateway, 1, 2, 6, 7, 8, 9, 10, 11, 13 and 16.
"""
