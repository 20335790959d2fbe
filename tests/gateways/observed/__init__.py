"""
A facsimile of the observed gateway: ours, changed wherever the facts say that it does otherwise.

Most of its ways are those of a mutant, which is what a hardened clause is for; here they come together in
one gateway, so that a core clause which could not bear them shows. `database` has its migrations and its
locks, `boot` its config, first admin and seeding, `proxy` what lies between a browser and its admin UI,
`telling` what a collector hears, `console` the admin UI, which is a process of its own.

Source: observed gateway, 1, 2, 6 to 11, 13 and 16, corrected by running it.
"""
