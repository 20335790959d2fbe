"""Signing in through each neighbour, with a whole stack behind it: at the root, and below a path."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.neighbours.arranging import Neighbour, in_front_of, neighbours
from tests.acceptance.neighbours.visiting import Browser, Stack, running

COLUMNS = neighbours()
COPIED, *TRUSTED = (one for one in COLUMNS.values() if one.program)
SIGNED_IN = (303, "/admin/api-keys")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Configured as the page says for the neighbour that says nothing."""
    with running(tmp_path_factory.mktemp("told"), COPIED.settings) as stack:
        yield stack


@pytest.fixture(scope="module")
def trusting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Configured as the page says for those that say all: in the same words."""
    (settings,) = {str(one.settings): one.settings for one in TRUSTED}.values()
    with running(tmp_path_factory.mktemp("trusting"), settings) as stack:
        yield stack


@pytest.mark.parametrize("neighbour", [COLUMNS["direct"], *TRUSTED], ids=lambda one: one.name)
def test_signing_in_at_once(neighbour: Neighbour, trusting: Stack) -> None:
    """The form is taken, the page is shown, and its changes are made."""
    with in_front_of(trusting.port, neighbour) as port:
        browser = Browser(port, neighbour.origin(port))
        answer = browser.sign_in()

        assert SIGNED_IN == answer
        assert browser.is_signed_in(answer[1])


def test_signing_in_where_the_address_is_configured(told: Stack) -> None:
    """Through the lines everybody copies; browsers see the configured address, and nobody asks another."""
    with in_front_of(told.port, COPIED) as port:
        browser = Browser(port, COPIED.origin(port))
        answer = browser.sign_in()

        assert SIGNED_IN == answer
        assert browser.is_signed_in(answer[1])
        assert 403 == Browser(port, "http://evil.example").sign_in()[0]


def test_the_log_names_the_line_that_is_missing(trusting: Stack, tmp_path: Path) -> None:
    """Through the same lines, when the address is not configured; with that line it works."""
    with in_front_of(trusting.port, COPIED) as port:
        browser = Browser(port, "http://gateway.example.com:8000")
        status, _ = browser.sign_in()

    assert 403 == status
    assert f'server.public_base_url: "{COPIED.settings["public_base_url"]}"' in trusting.output


@pytest.mark.parametrize("neighbour", TRUSTED, ids=lambda one: one.name)
def test_signing_in_below_a_path(neighbour: Neighbour, trusting: Stack) -> None:
    """Every step stays below it: the form, the page it leads to, and the change that the page asks for."""
    with in_front_of(trusting.port, neighbour) as port:
        browser = Browser(port, neighbour.origin(port))
        answer = browser.sign_in("/llm")

        assert (303, "/llm/admin/api-keys") == answer
        assert browser.is_signed_in(answer[1])
        assert "/llm/admin" == browser.ask("GET", "/llm/", Accept="text/html")[1]["location"]


@pytest.mark.parametrize("neighbour", [COLUMNS["direct"], COPIED], ids=lambda one: one.name)
def test_there_is_nothing_below_a_path(neighbour: Neighbour, told: Stack) -> None:
    """Where nobody takes it away, as the page says."""
    with in_front_of(told.port, neighbour) as port:
        assert 404 == Browser(port, neighbour.origin(port)).ask("GET", "/llm/admin/login")[0]
