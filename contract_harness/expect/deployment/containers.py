"""What containers may do, and whether they say how they are."""

from __future__ import annotations

import re

from contract_harness.compose.composition import Composition
from contract_harness.compose.configs import config_of
from contract_harness.compose.containers import Container
from contract_harness.compose.images import Image
from contract_harness.compose.replay import Replay
from contract_harness.compose.services import Service
from contract_harness.errors import NotObservable
from contract_harness.expect.deployment._ends import grace_of, seconds
from contract_harness.expect.readiness import READINESS_PATH
from contract_harness.expect.rows import Is

_ROOT = ("", "root", "0")
_ASKED = re.compile(r"https?://[^/\s'\"]+(/[^\s'\"?,)]*)")
"""The paths of the URLs in a line."""
_RESTARTED = ("always", "unless-stopped", "on-failure", "any")


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
    return _waits_for(one, read.shipped.deploy.database)


def _started_after_the_admin_ui(read: Composition, one: Service) -> str:
    return _waits_for(one, read.shipped.deploy.admin_ui)


def _waits_for(one: Service, other: str) -> str:
    condition = one.depends_on.get(other, "nothing")
    return "" if condition == "service_healthy" else f"it waits for: {condition}"


def _checked_for_readiness(_: Composition, one: Service) -> str:
    """Its check asks a URL, and that is where it says whether it is ready.

    Raises:
        NotObservable: it asks no URL; a program of its own may do anything.
    """
    asked = [path for word in (one.health.test if one.health else ()) for path in _ASKED.findall(word)]
    if one.health and not asked:
        raise NotObservable(f"the check of {one.name} asks no URL that can be read here")
    return "" if READINESS_PATH in asked else f"its check asks {', '.join(asked) or 'nothing'}"


def _restarted(_: Composition, one: Service) -> str:
    """By its restart policy, or by that of its deployment."""
    deployed = (one.document.get("deploy") or {}).get("restart_policy")
    policy = str(one.document.get("restart", "no"))
    if deployed is not None:
        policy = str(deployed.get("condition", "any"))
    return "" if policy.partition(":")[0] in _RESTARTED else f"its restart policy is {policy}"


def _outlasting_its_calls(read: Composition, one: Service) -> str:
    given_s = seconds(str(one.document.get("stop_grace_period", "10s")))
    calls_s = grace_of(config_of(read.shipped, one))
    return "" if given_s > calls_s else f"it is killed after {given_s:g} s, and its calls have {calls_s:g} s"


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
    "checked for its readiness": _checked_for_readiness,
    "started once the database is healthy": _started_after_the_database,
    "started once the admin UI is healthy": _started_after_the_admin_ui,
    "restarted when it crashes": _restarted,
    "given longer to end than its calls": _outlasting_its_calls,
    "run by a user other than root": _run_by_another_than_root,
    "read-only at its root": _read_only,
    "without capabilities": _without_capabilities,
    "unable to gain privileges": _unable_to_gain_privileges,
}
