"""A promised server is waited for, and never for ever."""

from __future__ import annotations

import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from contract_harness.databases.lazy_server import PROMISE_VARIABLE, promised, promised_url
from contract_harness.errors import MissingServer
from contract_harness.patience import Patience

URL = "postgresql://postgres:secret@127.0.0.1:5432/postgres"
PATIENT = Patience()


@dataclass(frozen=True)
class Server:
    """A server that is only an address."""

    url: str


def test_without_a_promise_there_is_no_url(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then a server is given, or made."""
    monkeypatch.delenv(PROMISE_VARIABLE, raising=False)

    assert promised_url(PATIENT) is None


def test_who_asks_before_it_is_kept_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """And is told the URL as soon as it is."""
    heard: list[str | None] = []
    with promised() as promise:
        for name, value in promise.environment.items():
            monkeypatch.setenv(name, value)
        asking = threading.Thread(target=lambda: heard.append(promised_url(PATIENT)))
        asking.start()
        assert [] == heard
        promise.keep(_server)
        asking.join(10)

    assert [URL] == heard


def test_a_promise_that_is_not_kept_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Rather than waited for without end."""
    monkeypatch.setenv(PROMISE_VARIABLE, str(tmp_path / "never"))

    with pytest.raises(MissingServer, match=PROMISE_VARIABLE):
        promised_url(replace(PATIENT, server_ready_s=0.02))


def test_the_url_is_for_its_user_only_and_ends_with_the_promise() -> None:
    """It may hold a password."""
    with promised() as promise:
        promise.keep(_server)
        file = Path(promise.environment[PROMISE_VARIABLE])
        assert 0o600 == stat.S_IMODE(file.stat().st_mode)

    assert not file.parent.exists()


def test_the_server_stays_until_the_promise_ends() -> None:
    """Whoever made it."""
    ends: list[str] = []

    @contextmanager
    def server() -> Iterator[Server]:
        yield Server(URL)
        ends.append("stopped")

    with promised() as promise:
        promise.keep(server)
        assert [] == ends

    assert ["stopped"] == ends


@contextmanager
def _server() -> Iterator[Server]:
    yield Server(URL)
