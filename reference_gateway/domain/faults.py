"""
What only an operator can mend: the process stops, or does not start.

The message is one sentence naming the thing and the remedy; it may name hosts, files and variables, never a
secret, and never reaches a client (`domain.errors` is for them).

* Fault
  - DatabaseFault      the database cannot be reached, opened or changed
  - MigrationActionUnclear  which of the three actions is wanted
  - MigrationRefused   the history is not ours to continue
  - MigrationPending   the schema is behind, and nobody asked to apply
  - BootstrapFault     the first administrator cannot be made
  - SeedFault          the configuration cannot be seeded
  - ListenFault        the address cannot be bound
"""


class Fault(Exception):
    """Something outside this program is wrong."""


class DatabaseFault(Fault):
    """The database cannot be reached, opened or changed."""


class MigrationActionUnclear(Fault):
    """None or several of `--status`, `--check` and `--apply` were given."""


class MigrationRefused(Fault):
    """The database's history is not one this registry can continue."""


class MigrationPending(Fault):
    """Registered migrations are not applied yet."""


class BootstrapFault(Fault):
    """The bootstrap administrator cannot be made."""


class SeedFault(Fault):
    """The configuration cannot be seeded; nothing of it was written."""


class ListenFault(Fault):
    """The address to listen on cannot be bound."""
