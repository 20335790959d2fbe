"""What an orchestrator does to a gateway: it probes it, and sends signals to it and its processes."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Mapping

from contract_harness.clients.http import Reply
from contract_harness.drivers.gateway import Gateway
from contract_harness.drivers.readiness import status_of
from contract_harness.errors import ContractBreach, HarnessError
from contract_harness.installations.installation import ProcessGateway
from contract_harness.patience import POLL_S, eventually
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.scenes.wording import meant

PROBES: Mapping[str, str] = {"liveness": "/healthz", "readiness": "/readyz", "API health": "/api/v1/health"}
"""Where each is asked for, by the words of the features. Source: observed gateway, 1.7."""
ASKERS: Mapping[str, Mapping[str, str]] = {
    " with a stranger's key": {
        "Authorization": "Bearer gwk_nobody.knows-it",
        "Cookie": "ogw_session=nobody.knows-it",
    },
    " as a browser asks": {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"},
}
"""What comes with a probe, by the words behind its name."""
_ASKED = 4
"""So often in a row: while one worker hangs up, another may not have heard yet."""
MOST_KILLS = 60
"""More than any supervisor should answer with another worker within a moment."""


def ask(gateway: Gateway, probe: str) -> Reply:
    """Ask within the patience for one close, as an orchestrator does: soon or not at all."""
    __tracebackhide__ = True
    who = next((words for words in ASKERS if probe.endswith(words)), "")
    path = meant(PROBES, probe.removesuffix(who))
    headers = tuple(ASKERS.get(who, {}).items())
    return gateway.http.send("GET", path, headers=headers, within_s=gateway.patience.close_s)


def ask_of_the_busy(subject: ScenarioGateway, probe: str) -> Reply:
    """Like `ask`, of a gateway that may be busy; no answer counts when an idle one answers at that moment.

    Raises:
        ContractBreach: no answer came, while a replica with nothing to do answers in time.
        HarnessError: that one does not answer in time either: the machine is too slow to tell.
    """
    __tracebackhide__ = True
    try:
        return ask(subject.gateway, probe)
    except ContractBreach as breach:
        try:
            ask(subject.installation.replica().serve(), probe)
        except ContractBreach:
            raise HarnessError(
                f"this machine is too slow to tell: an idle gateway does not answer for its {probe} within "
                f"{subject.gateway.patience.close_s:g} s either. Stretch every wait with --patience 3."
            ) from None
        raise breach from None


def send(gateway: ProcessGateway, name: str, *, to: str) -> float:
    """Send the signal of this name to whom a feature says, and wait until it shows; gives when that began."""
    __tracebackhide__ = True
    sent_at = time.monotonic()
    meant(_ADDRESSEES, to)(gateway, signal.Signals[name])
    return sent_at


def refuses(gateway: ProcessGateway) -> bool:
    """New connections are refused, or hung up on without an answer."""
    host, _, port = gateway.base_url.removeprefix("http://").rpartition(":")
    address, within_s = (host, int(port)), gateway.patience.close_s
    return all(status_of(address, "/healthz", within_s=within_s) is None for _ in range(_ASKED))


def workers_of(gateway: ProcessGateway) -> list[int]:
    """The process ids beside that of the process that was started."""
    return sorted(set(gateway.pids()) - {gateway.pid})


def _to_the_gateway(gateway: ProcessGateway, number: signal.Signals) -> None:
    __tracebackhide__ = True
    if not gateway.is_running:
        raise ContractBreach(f"the gateway is there to be sent {number.name}", "it has ended before")
    gateway.signal(number)
    _wait_until_heard(gateway)


def _to_each_process(gateway: ProcessGateway, number: signal.Signals) -> None:
    """As a service manager sends it to the whole group."""
    for pid in gateway.pids():
        _send(pid, number)
    _wait_until_heard(gateway)


def _to_one_worker(gateway: ProcessGateway, number: signal.Signals) -> None:
    """Send a signal that ends to one worker, and wait until it is gone."""
    victim = workers_of(gateway)[0]
    _send(victim, number)
    eventually(
        lambda: victim not in gateway.pids(), within_s=gateway.patience.arrival_s, what="the end of a worker"
    )


def _to_each_worker_that_comes(gateway: ProcessGateway, number: signal.Signals) -> None:
    """Send a signal that ends to every worker there is, again and again, until the gateway gives up.

    Stops after `MOST_KILLS` or the patience for a start, whichever comes first.
    """
    deadline = time.monotonic() + gateway.patience.gateway_ready_s
    kills = 0
    while gateway.is_running and kills < MOST_KILLS and time.monotonic() < deadline:
        for pid in workers_of(gateway):
            _send(pid, number)
            kills += 1
        time.sleep(POLL_S)


def _wait_until_heard(gateway: ProcessGateway) -> None:
    """Until it refuses connections or has ended, or the patience for one close is over.

    A gateway that has heard does the one or the other; one that does neither is for the clauses to judge.
    """
    deadline = time.monotonic() + gateway.patience.close_s
    while time.monotonic() < deadline and gateway.is_running and not refuses(gateway):
        time.sleep(POLL_S)


def _send(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


_ADDRESSEES: Mapping[str, Callable[[ProcessGateway, signal.Signals], None]] = {
    "the gateway": _to_the_gateway,
    "each process of the gateway": _to_each_process,
    "one worker": _to_one_worker,
    "each worker that comes": _to_each_worker_that_comes,
}
"""By the words of the features; the gateway is the process that was started."""
