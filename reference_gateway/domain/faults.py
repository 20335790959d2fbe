"""
What only an operator can fix: the process stops, or does not start.

The message is one sentence naming the thing and the remedy; it may name hosts, files and variables, never a
secret, and never reaches a client (`domain.errors` is for them).

* Fault
  - Unusable           the configuration or the environment; holds one sentence for each thing to fix
  - DatabaseFault      the database cannot be reached, opened or changed
  - MigrationActionUnclear  which of the three actions is wanted
  - MigrationRefused   the history is unknown or divergent
  - MigrationPending   the schema is behind, and nobody asked to apply
  - BootstrapFault     the first administrator cannot be made
  - SeedFault          the configuration cannot be seeded
  - ListenFault        the address cannot be bound
  - WorkersFault       the processes that serve keep dying
"""


class Fault(Exception):
    """Something outside this program is wrong; `exit_code` is how a command ends that met it."""

    exit_code = 1


class Unusable(Fault):
    """What the operator wrote cannot be used. `problems` holds one sentence for each thing to fix."""

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


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


class WorkersFault(Fault):
    """The processes that serve keep dying."""
