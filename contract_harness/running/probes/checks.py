"""
Looking whether what a target claims is there: one cheap, harmless look at each profile and optional feature.

A gateway given by URL is only ever asked with GET, and never with a credential. A probe says what it saw; it
judges nothing, and whatever it cannot see it says so. What a gateway brings is looked at as a user would
find it: a command, a route, a call to a collector.
"""

from __future__ import annotations

import select
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from contract_harness.errors import ContractBreach, NotObservable, TargetNeverReady
from contract_harness.installations.installation import Installation
from contract_harness.installations.pool import Installations, Standing
from contract_harness.report.model import Presence
from contract_harness.targets.target import Target

_BATCH_S = 8.0
"""Longer than exporters gather by default, which is five seconds; waited only where telemetry is claimed."""
_NOT_THERE = (0, 404, 405, 501)
"""Statuses of a route that nobody serves; 0 when no answer could be read."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a probe may use, and nothing else.

    Attributes:
        installations: gateways of the target, the standing ones shared with the clauses.
    """

    target: Target
    installations: Installations

    @property
    def standing(self) -> Standing:
        """The gateway that stands with the default config."""
        return self.installations.standing("default")

    def status(self, path: str) -> int:
        """What GET *path* gives at the standing gateway, without following anything."""
        return self.standing.gateway.http.get(path).status


@dataclass(frozen=True, slots=True)
class Seen:
    """What a probe saw, and in which words."""

    presence: Presence
    observed: str


def probed(name: str, target: Target, installations: Installations) -> Seen:
    """Look whether *name* is there; whatever goes wrong with that leaves it unseen."""
    try:
        return PROBES[name](Look(target, installations))
    except NotObservable as unseen:
        return Seen(Presence.UNSEEN, str(unseen))
    except TargetNeverReady as error:
        return Seen(Presence.UNSEEN, str(error).splitlines()[0])
    except ContractBreach as breach:
        return Seen(Presence.ABSENT, f"promised {breach.promised}, observed {breach.observed}")


def _same_origin(look: Look) -> Seen:
    return _routes(look, "/v1/models", "/api/v1/auth/session", look.target.base_path)


def _operations(look: Look) -> Seen:
    return _routes(look, "/healthz", look.target.readiness_path)


def _inference(look: Look) -> Seen:
    return _routes(look, "/v1/models")


def _migration(look: Look) -> Seen:
    return _command(look, "migrate", "--status")


def _config_validate(look: Look) -> Seen:
    return _command(look, "config-validate")


def _bootstrap(look: Look) -> Seen:
    known = look.standing.installation.credentials
    reply = look.standing.gateway.admin().sign_in(known.admin_email, known.admin_password)
    return _as_seen(reply.status == 200, f"the configured admin who signs in gets {reply.status}")


def _telemetry(look: Look) -> Seen:
    with socket.create_server(("127.0.0.1", 0)) as collector:
        installation = look.installations.new()
        port = collector.getsockname()[1]
        installation.config["server"]["otel_endpoint"] = f"http://127.0.0.1:{port}"
        installation.config["server"]["otel_export_interval_secs"] = 1
        # A batch waits five seconds by default, and who does not flush at its end would never call.
        installation.env["OTEL_BSP_SCHEDULE_DELAY"] = "200"
        gateway = installation.serve()
        gateway.http.get("/v1/models")
        is_claimed = "telemetry" in look.target.claims
        called = _is_called(collector, within_s=_BATCH_S if is_claimed else 0.3)
        if not called:
            # What is left over is flushed at the end; an exporter's own interval may be a minute.
            gateway.stop()
            called = _is_called(collector, within_s=0.1)
        return _as_seen(called, f"{'it calls' if called else 'nobody called'} the collector it was told of")


def _deployment(look: Look) -> Seen:
    deploy = look.target.deploy
    if deploy is None:
        return Seen(Presence.ABSENT, "the target file has no [deploy]")
    return _as_seen(
        (deploy.folder / deploy.compose).is_file(), f"{deploy.compose} was looked for in the deploy folder"
    )


def _own_admin_ui(look: Look) -> Seen:
    if look.target.driver == "url":
        standing = look.standing
    elif "admin-ui" in look.target.commands:
        standing = look.installations.standing("console", Installation.real_admin_ui)
    else:
        return _without("admin-ui")
    path = f"{look.target.base_path}/login"
    reply = standing.gateway.http.get(path)
    kind = reply.header("content-type") or "nothing"
    is_page = reply.status < 400 and (reply.status >= 300 or "html" in kind)
    return _as_seen(is_page, f"GET {path} gives {reply.status}, {kind}")


def _routes(look: Look, *paths: str) -> Seen:
    found = {path: look.status(path) for path in paths}
    told = ", ".join(f"{path} {status or 'no answer'}" for path, status in found.items())
    return _as_seen(not any(status in _NOT_THERE for status in found.values()), f"GET gives {told}")


def _command(look: Look, command: str, *args: str) -> Seen:
    """A command of the target that succeeds and says something."""
    installation = look.installations.new()
    if command not in look.target.commands:
        return _without(command)
    outcome = installation.run(command, *args)
    said = outcome.stdout.strip() or outcome.stderr.strip() or "nothing"
    told = f"ended with {outcome.ending} and said: {said.splitlines()[0][:100]}"
    return _as_seen(outcome.exit_code == 0 and said != "nothing", f"`{' '.join((command, *args))}` {told}")


def _without(command: str) -> Seen:
    return Seen(Presence.ABSENT, f"the target file has no `{command}` command")


def _as_seen(is_there: bool, observed: str) -> Seen:
    return Seen(Presence.PRESENT if is_there else Presence.ABSENT, observed)


def _is_called(collector: socket.socket, *, within_s: float) -> bool:
    poller = select.poll()
    poller.register(collector, select.POLLIN)
    return bool(poller.poll(within_s * 1000))


PROBES: Mapping[str, Callable[[Look], Seen]] = {
    "same-origin": _same_origin,
    "migration": _migration,
    "bootstrap": _bootstrap,
    "telemetry": _telemetry,
    "operations": _operations,
    "inference": _inference,
    "deployment": _deployment,
    "own-admin-ui": _own_admin_ui,
    "config-validate": _config_validate,
}
"""How each claimable is looked for, by its name in `contracts/claims.toml`."""
