"""What an operator mistypes, as the config file has it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from contract_harness.errors import HarnessError, NotObservable
from contract_harness.scenes.operator import write_key


def install(*, template: str | None = None) -> Any:
    """An install whose config has a server and a route."""
    model = {"id": "fast", "routes": [{"provider": "one", "upstream_model": "small"}]}
    return SimpleNamespace(
        document={"server": {"bind": "here"}, "models": [model]},
        installation=SimpleNamespace(target=SimpleNamespace(config_template=template), config_text=None),
    )


def test_a_key_that_nobody_knows_is_put_where_it_is_meant() -> None:
    """The document is changed, and written as ever."""
    subject = install()

    write_key(subject, "bindd", "the server", often="once")

    assert {"bind": "here", "bindd": True} == subject.document["server"]
    assert subject.installation.config_text is None


@pytest.mark.parametrize(("key", "place"), [("bind", "the server"), ("upstream_model", "a route")])
def test_a_key_that_stands_twice_is_in_the_file_only(key: str, place: str) -> None:
    """No document can hold it: the text says it twice in one mapping, with the same value."""
    subject = install()
    before = str(subject.document)

    write_key(subject, key, place, often="twice")

    lines = [line for line in subject.installation.config_text.splitlines() if f"{key}:" in line]
    assert 2 == len(lines)
    assert 1 == len({line.lstrip(" -") for line in lines})
    assert before == str(subject.document)


def test_a_config_of_a_template_cannot_be_mistyped() -> None:
    """It says what the template knows."""
    with pytest.raises(NotObservable):
        write_key(install(template="x"), "bindd", "the server", often="once")


def test_a_place_nobody_knows_is_a_fault_of_the_feature() -> None:
    """It says which there are."""
    with pytest.raises(HarnessError, match="the server"):
        write_key(install(), "bind", "the attic", often="once")
