"""The config a feature shows: how it is merged, what is taken out of it, and what its braces stand for."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from contract_harness.configs.builder import Document
from contract_harness.configs.later import unlist
from contract_harness.configs.patch import patch
from contract_harness.configs.secrets import KnownSecrets
from contract_harness.errors import HarnessError
from contract_harness.targets.credentials import Credentials


@pytest.fixture
def document() -> Document:
    return {
        "models": [{"id": "fast", "routes": [{"provider": "one", "upstream_model": "small"}]}],
        "teams": [{"key": "physics", "budget": {"cadence": "daily"}}, {"key": "research"}],
        "users": [{"email": "lise@example.com"}],
    }


def patched(document: Document, fragment: str, named: Mapping[str, str] | None = None) -> Document:
    patch(document, fragment, named or {})
    return document


def test_entries_without_a_name_take_the_place_of_others(document: Document) -> None:
    """A route has nothing to be found by: those shown are all there are."""
    fragment = "models:\n- id: fast\n  routes:\n  - provider: two"

    assert [{"provider": "two"}] == patched(document, fragment)["models"][0]["routes"]


def test_entries_with_a_name_are_merged(document: Document) -> None:
    """The one of that name is changed, the others stay; null takes a member away."""
    expected = [{"key": "physics"}, {"key": "research", "name": "R"}]

    changes = "teams:\n- key: physics\n  budget: null\n- key: research\n  name: R"
    assert expected == patched(document, changes)["teams"]


def test_an_entry_of_a_new_name_is_appended(document: Document) -> None:
    """Whatever was listed stays listed."""
    teams = patched(document, "teams:\n- key: new")["teams"]

    assert ["physics", "research", "new"] == [team["key"] for team in teams]


def test_an_empty_list_empties(document: Document) -> None:
    """Nothing is merged into nothing."""
    assert [] == patched(document, "teams: []")["teams"]


def test_unlisted_entries_are_gone(document: Document) -> None:
    """Those that are named, from their section, and no others."""
    unlist(document, [("teams", "physics"), ("users", "lise@example.com")])

    assert ([{"key": "research"}], []) == (document["teams"], document["users"])


def test_a_key_is_unlisted_by_its_name() -> None:
    """Keys stand a step deeper than the other lists."""
    document: Document = {"auth": {"seed_api_keys": [{"name": "one"}, {"name": "two"}]}}

    unlist(document, [("keys", "one")])

    assert [{"name": "two"}] == document["auth"]["seed_api_keys"]


def test_an_entry_that_is_not_there_cannot_be_unlisted(document: Document) -> None:
    """The feature is wrong, and the message says where to look."""
    with pytest.raises(HarnessError, match="no entry 'nobody' in teams"):
        unlist(document, [("teams", "nobody")])


def test_braces_stand_for_secrets_by_their_names() -> None:
    """Of both boots: the second key is another secret under the id of the configured one."""
    known = KnownSecrets.of(Credentials.fresh())
    fragment = (
        "a: literal.{the configured key}\nb: literal.{the second key}\nc: '{the second provider token}'"
    )

    shown = patched({}, fragment, known.named())

    assert f"literal.{known.keys['configured']}" == shown["a"]
    assert shown["a"] != shown["b"]
    assert shown["a"].partition(".")[2].partition(".")[0] == shown["b"].partition(".")[2].partition(".")[0]
    assert known.token not in ("", shown["c"])


def test_braces_around_anything_else_are_a_fault_of_the_feature() -> None:
    """No config is written that says something in braces."""
    with pytest.raises(HarnessError, match="the lost shoe"):
        patch({}, "a: '{the lost shoe}'", {"the lost key": "x"})
