"""
A server that a run may count on before it is there.

Making one takes a second, and so does starting the processes of a run: both begin together. Whoever starts
the run promises a server, hands the promise to every worker in the environment, and keeps it; a worker that
needs the server waits for that.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

from contract_harness.drivers.reaper import Reaper
from contract_harness.errors import MissingServer
from contract_harness.patience import POLL_S, Patience

PROMISE_VARIABLE = "GATEWAY_CONTRACTS_POSTGRES_PROMISE"
"""Names the file in which the URL will stand."""


class HasUrl(Protocol):
    """A server, once it is there."""

    @property
    def url(self) -> str:
        """Of its maintenance database."""


class Promise:
    """A server that will be there."""

    def __init__(self, file: Path, stack: ExitStack) -> None:
        self._file = file
        self._stack = stack

    @property
    def environment(self) -> Mapping[str, str]:
        """What a worker needs to know."""
        return {PROMISE_VARIABLE: str(self._file)}

    def keep(self, server: Callable[[], AbstractContextManager[HasUrl]]) -> None:
        """Have the server, and tell whoever waits for it; it stays until the promise ends.

        Raises:
            MissingServer: there is none.
        """
        url = self._stack.enter_context(server()).url
        # Whole or not at all: somebody may be looking.
        written = self._file.with_suffix(".new")
        written.touch(mode=0o600)
        written.write_text(url, "utf-8")
        written.replace(self._file)


@contextmanager
def promised() -> Iterator[Promise]:
    """A promise; what keeps it ends with it."""
    folder = Path(tempfile.mkdtemp(prefix="gateway-contracts-"))
    Reaper.shared().watch_folder(folder)
    try:
        with ExitStack() as stack:
            yield Promise(folder / "postgres.url", stack)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        Reaper.shared().forget_folder(folder)


def promised_url(patience: Patience) -> str | None:
    """The URL of the server that was promised, once the promise is kept; None when none was made.

    Raises:
        MissingServer: the promise was not kept in time.
    """
    named = os.environ.get(PROMISE_VARIABLE)
    if named is None:
        return None
    file = Path(named)
    deadline = time.monotonic() + 2 * patience.server_ready_s
    while not file.exists():
        if time.monotonic() > deadline:
            raise MissingServer([f"{PROMISE_VARIABLE}: whoever started this run has not started a server"])
        time.sleep(POLL_S)
    return file.read_text("utf-8")
