"""What a person at the command line calls for, in the words the features use."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from contract_harness.configs.settings import as_typed
from contract_harness.databases import Database
from contract_harness.errors import ContractBreach, TargetNeverReady
from contract_harness.installations.installation import Gateway, Installation, Outcome, RunningCommand
from contract_harness.installations.pool import Installations


def migrate(installation: Installation) -> None:
    """Prepare a template: apply the gateway's own migrations.

    Raises:
        ContractBreach: it cannot even migrate an empty database.
    """
    __tracebackhide__ = True
    outcome = installation.run("migrate", "--apply")
    if outcome.exit_code != 0:
        raise ContractBreach("an empty database can be migrated", "apply failed", outcome.shown)


def serve_once(installation: Installation) -> None:
    """Prepare a template: a gateway ran on it, bootstrapped and seeded it, and stopped."""
    __tracebackhide__ = True
    installation.serve_as_promised().stop()


def replicas(installations: Installations, database: Database, count: int) -> list[Installation]:
    """So many installations on one database, each with a folder, a config and a port of its own."""
    first = installations.new(database)
    return [first, *(first.replica() for _ in range(count - 1))]


def run_at_once(places: list[Installation], words: str) -> list[Outcome]:
    """Start this command, as typed, in each place before waiting for any of them."""
    __tracebackhide__ = True
    command, args = as_typed(words)
    return [one.wait() for one in [place.start(command, *args) for place in places]]


def serve_at_once(places: list[Installation]) -> list[Gateway]:
    """Start a gateway in each place before waiting for any of them.

    Raises:
        ContractBreach: one of them did not become ready.
    """
    __tracebackhide__ = True
    started = [place.start("serve") for place in places]
    with ThreadPoolExecutor(len(started)) as watchers:
        return list(watchers.map(_ready, started))


def _ready(command: RunningCommand) -> Gateway:
    try:
        return command.wait_until_ready()
    except TargetNeverReady as error:
        how = "was not ready in time" if error.exit_code is None else f"exited with code {error.exit_code}"
        raise ContractBreach(
            "every gateway that starts becomes ready", f"one {how}", error.log_tail
        ) from None
