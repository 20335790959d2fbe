"""What a person at the command line calls for, in the words the features use."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType

from contract_harness.databases import Database
from contract_harness.errors import ContractBreach, TargetNeverReady
from contract_harness.installations.installation import Gateway, Installation, Outcome, RunningCommand
from contract_harness.installations.pool import Installations

ACTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "status": ("--status",),
        "check": ("--check",),
        "apply": ("--apply",),
        "no action": (),
        "status and apply": ("--status", "--apply"),
    }
)
"""The flags of `migrate`. Source: observed gateway, 7.1."""

SWITCHED_OFF: Mapping[str, tuple[tuple[str, ...], Mapping[str, str]]] = MappingProxyType(
    {
        "flag": (("--run-migrations", "false"), {}),
        "the environment": ((), {"GATEWAY_RUN_MIGRATIONS": "false"}),
    }
)
"""How startup migrations are switched off: arguments and variables. Source: observed gateway, 7.1 and 7.4."""


def run(installation: Installation, command: str) -> Outcome:
    """Run a command to its end: a `migrate` action, or "serve" where it is promised to fail.

    Raises:
        ContractBreach: it did not end, or a gateway became ready.
    """
    __tracebackhide__ = True
    if command == "serve":
        # As long as a command may take: some go on asking a database that is down.
        return installation.serve_until_exit(within_s=installation.patience.command_s)
    return installation.run("migrate", *ACTIONS[command])


def migrate(installation: Installation) -> None:
    """Prepare a template: apply the gateway's own migrations.

    Raises:
        ContractBreach: it cannot even migrate an empty database.
    """
    __tracebackhide__ = True
    outcome = run(installation, "apply")
    if outcome.exit_code != 0:
        raise ContractBreach("an empty database can be migrated", "apply failed", outcome.shown)


def serve_once(installation: Installation) -> None:
    """Prepare a template: a gateway ran on it, bootstrapped and seeded it, and stopped."""
    __tracebackhide__ = True
    installation.serve_as_promised().stop()


def start_switched_off(installation: Installation, means: str) -> Gateway:
    """Serve with startup migrations switched off, where it is promised that this works."""
    __tracebackhide__ = True
    flags, variables = SWITCHED_OFF[means]
    return installation.serve_as_promised(*flags, env=variables)


def refused_start_switched_off(installation: Installation, means: str) -> Outcome:
    """Serve with startup migrations switched off, where it is promised that this fails."""
    __tracebackhide__ = True
    flags, variables = SWITCHED_OFF[means]
    return installation.serve_until_exit(*flags, env=variables)


def replicas(installations: Installations, database: Database, count: int) -> list[Installation]:
    """So many installations on one database, each with a folder, a config and a port of its own."""
    first = installations.new(database)
    return [first, *(first.replica() for _ in range(count - 1))]


def apply_at_once(places: list[Installation]) -> list[Outcome]:
    """Start an apply in each place before waiting for any of them."""
    __tracebackhide__ = True
    return [command.wait() for command in [place.start("migrate", *ACTIONS["apply"]) for place in places]]


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
