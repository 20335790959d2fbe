"""A gateway that already runs somewhere: it can be talked to, and that is all."""

from __future__ import annotations

import socket
from typing import NoReturn
from urllib.parse import urlsplit

from contract_harness.drivers.gateway import Gateway
from contract_harness.drivers.process import Outcome
from contract_harness.drivers.readiness import status_of
from contract_harness.errors import DeadUrl, NotObservable
from contract_harness.evidence.recorder import Evidence
from contract_harness.patience import Patience
from contract_harness.targets.target import Target


class UrlGateway(Gateway):
    """A gateway known by its URL only."""

    def __init__(self, target: Target, evidence: Evidence, patience: Patience) -> None:
        super().__init__(target.url, evidence, patience)

    @property
    def log(self) -> str:
        """Not observable."""
        unseen("its log")

    @property
    def is_running(self) -> bool:
        """Taken for granted: a dead one is noticed by the next request."""
        return True

    def pids(self) -> list[int]:
        """Not observable."""
        unseen("its processes")

    def stop(self) -> Outcome:
        """Not observable."""
        unseen("a stop")

    def kill(self) -> None:
        """Not observable."""
        unseen("a kill")


def unseen(what: str) -> NoReturn:
    """Say why a URL target cannot show *what*.

    Raises:
        NotObservable: always.
    """
    raise NotObservable(f"a gateway given by URL does not show {what}: verify it with a process target")


def check_alive(target: Target, patience: Patience) -> None:
    """Make sure that something answers HTTP at the URL, before any clause is judged.

    Raises:
        DeadUrl: nothing does.
    """
    parts = urlsplit(target.url)
    address = (parts.hostname or "", parts.port or 80)
    path = parts.path.rstrip("/") + target.readiness_path
    try:
        status = status_of(address, path, within_s=patience.reply_s)
    except socket.gaierror:
        raise DeadUrl(target.url, cause=f"the name {parts.hostname!r} is not known") from None
    if status is None:
        raise DeadUrl(target.url, cause=f"no HTTP answer to GET {path}")
