"""
A facsimile of a successor of the observed gateway: ours, with what a later generation renames and drops.

One table of budgets instead of two, service accounts that own the keys instead of a reserved team, a config
of its own in which no key is literal, a version in its health document. It has one defect: it seeds before it
makes the first admin, and an administrator who is only invited stands in the way.
"""
