"""What containers may do, and whether they say how they are."""

from __future__ import annotations

from contract_harness.compose.composition import Composition
from contract_harness.compose.containers import Container
from contract_harness.compose.images import Image
from contract_harness.compose.replay import Replay
from contract_harness.compose.services import Service
from contract_harness.expect.rows import Is

_ROOT = ("", "root", "0")


def runs_as_root(one: Service | Image) -> str:
    """What is observed of one that names no user, by compose or by its image, or names root."""
    if one.user.partition(":")[0].strip() not in _ROOT:
        return ""
    return f"it runs as {one.user}" if one.user else "it does not say as whom it runs, which is root"


def _run_by_another_than_root(_: Composition, one: Service) -> str:
    return runs_as_root(one)


def _checked_for_its_health(_: Composition, one: Service) -> str:
    return "" if one.health else "it has no health check, nor has its image"


def _started_after_the_database(read: Composition, one: Service) -> str:
    condition = one.depends_on.get(read.shipped.deploy.database, "nothing")
    return "" if condition == "service_healthy" else f"it waits for: {condition}"


def _read_only(_: Composition, one: Service) -> str:
    return "" if one.read_only else "its root file system can be written"


def _without_capabilities(_: Composition, one: Service) -> str:
    if "ALL" not in one.drops:
        return f"it drops {', '.join(sorted(one.drops)) or 'none'}"
    given = [name for name in ("cap_add", "privileged") if one.document.get(name)]
    return f"it has {', '.join(given)}" if given else ""


def _unable_to_gain_privileges(_: Composition, one: Service) -> str:
    is_set = {"no-new-privileges:true", "no-new-privileges"} & set(one.security)
    return "" if is_set else "no-new-privileges is not set"


def _writing_where_it_may(_: Replay, one: Container) -> str:
    """It left nothing in its root: a read-only one would have stopped it."""
    return ", ".join(one.written()[:5])


RUNNING: Is[Replay, Container] = {"writing to its tmpfs and volumes alone": _writing_where_it_may}

IS: Is[Composition, Service] = {
    "checked for its health": _checked_for_its_health,
    "started once the database is healthy": _started_after_the_database,
    "run by a user other than root": _run_by_another_than_root,
    "read-only at its root": _read_only,
    "without capabilities": _without_capabilities,
    "unable to gain privileges": _unable_to_gain_privileges,
}
