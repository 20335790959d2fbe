"""
Files of other people's specifications, read as those have them: compose, env files, workflows, bake files.

What changes an answer and is not read here is named, and the clause is not observable: it is no absence.
"""
