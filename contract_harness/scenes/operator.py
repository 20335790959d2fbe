"""What an operator does: runs commands, starts replicas, and makes mistakes."""

from __future__ import annotations

import errno
import socket
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from contract_harness.configs.default_config import as_yaml
from contract_harness.configs.variants import PLACES
from contract_harness.databases import Database
from contract_harness.drivers import listeners
from contract_harness.errors import ContractBreach, NotObservable, TargetNeverReady
from contract_harness.installations.installation import Gateway, Installation, RunningCommand
from contract_harness.installations.pool import Installations
from contract_harness.scenes.concurrency import Crowd, worked_s
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.scenes.wording import meant

_AGAIN = "_AGAIN"
"""Tells the second of two keys from the first until both are text: a mapping holds neither twice."""


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


def time_an_idle_stop(installations: Installations) -> float:
    """For how long a gateway with nothing to do goes on after SIGTERM, in seconds."""
    gateway = installations.from_template("in use", serve_once).serve_as_promised()
    began = time.monotonic()
    gateway.stop()
    return time.monotonic() - began


def replicas(installations: Installations, database: Database, count: int) -> list[Installation]:
    """So many installations on one database, each with a folder, a config and a port of its own."""
    first = installations.new(database)
    return [first, *(first.replica() for _ in range(count - 1))]


def serve(places: list[Installation], how: str) -> list[Gateway]:
    """Start a gateway in each place, as a feature says: "at once", or "one after the other".

    Raises:
        ContractBreach: one of them did not become ready.
    """
    __tracebackhide__ = True
    return meant(_STARTS, how)(places)


def _serve_at_once(places: list[Installation]) -> list[Gateway]:
    __tracebackhide__ = True
    started = [place.start("serve") for place in places]
    with ThreadPoolExecutor(len(started)) as watchers:
        return list(watchers.map(_ready, started))


def _serve_in_turn(places: list[Installation]) -> list[Gateway]:
    __tracebackhide__ = True
    return [_ready(place.start("serve")) for place in places]


def have_it_listen_at(subject: ScenarioGateway, host: str) -> None:
    """Write another host into the configured address.

    Raises:
        NotObservable: nothing tells here where a process listens.
    """
    if not listeners.can_be_seen():
        raise NotObservable("this system does not tell where a process listens: verify on Linux")
    subject.document["server"]["bind"] = f"{host}:{subject.address.rpartition(':')[2]}"


def start_that_waits(subject: ScenarioGateway) -> RunningCommand:
    """Start a gateway, and return once it computes nothing and is not ready.

    Raises:
        NotObservable: it ended, or became ready: it waits for nobody.
    """
    command, patience = subject.installation.start("serve"), subject.installation.patience
    crowd = Crowd(lambda: int(command.is_ready), lambda: worked_s(command.pids()))
    crowd.wait_until_settled(1, settled_s=patience.close_s / 6, within_s=patience.gateway_ready_s)
    if command.is_ready or not command.is_running:
        raise NotObservable("a start waits for nobody who holds its database: it ends, or is ready")
    return command


def mistype(subject: ScenarioGateway, fragment: str) -> None:
    """Merge a fragment of YAML with keys nobody knows into the config.

    Raises:
        NotObservable: a template makes the config, and takes what it knows.
    """
    _require_own_config(subject)
    subject.patch_config(fragment)


def write_key(subject: ScenarioGateway, key: str, place: str, *, often: str) -> None:
    """Have the config say a key "once" that nobody knows there, or one "twice" that stands there anyway.

    Raises:
        NotObservable: a template makes the config, takes what it knows, and says each key once.
    """
    _require_own_config(subject)
    meant({"once": _say_unknown, "twice": _say_again}, often)(subject, key, place)


def _say_unknown(subject: ScenarioGateway, key: str, place: str) -> None:
    meant(PLACES, place)(subject.document)[key] = True


def _say_again(subject: ScenarioGateway, key: str, place: str) -> None:
    """In the same mapping and with the same value."""
    section = meant(PLACES, place)(subject.document)
    section[f"{key}{_AGAIN}"] = section[key]
    subject.installation.config_text = as_yaml(subject.document).replace(f"{key}{_AGAIN}:", f"{key}:")
    del section[f"{key}{_AGAIN}"]


def _require_own_config(subject: ScenarioGateway) -> None:
    if subject.installation.target.config_template is not None:
        raise NotObservable("a config made by a template holds no key the template does not name")


def take_address(subject: ScenarioGateway, opened: ExitStack, has: str) -> None:
    """Have another program at the address where the config has the gateway listen, until *opened* is closed.

    Args:
        has: "listens at" it, or "holds" it and lets nobody connect.
    """
    taken = opened.enter_context(socket.socket())
    while True:
        host, _, port = subject.address.rpartition(":")
        try:
            # Without SO_REUSEADDR, which would let the gateway in beside a socket that only holds the port.
            taken.bind((host, int(port)))
            break
        except OSError as error:
            # Connections of a gateway that was there before may not be over.
            if error.errno != errno.EADDRINUSE or not subject.installation.move():
                raise
    if meant({"listens at": True, "holds": False}, has):
        taken.listen()


def _ready(command: RunningCommand) -> Gateway:
    try:
        return command.wait_until_ready()
    except TargetNeverReady as error:
        how = "was not ready in time" if error.exit_code is None else f"exited with code {error.exit_code}"
        raise ContractBreach(
            "every gateway that starts becomes ready", f"one {how}", error.log_tail
        ) from None


_STARTS: Mapping[str, Callable[[list[Installation]], list[Gateway]]] = {
    "at once": _serve_at_once,
    "one after the other": _serve_in_turn,
}
