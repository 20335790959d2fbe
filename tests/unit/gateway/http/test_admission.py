"""Who may send how much, and who is who behind proxies."""

import inspect
from dataclasses import fields
from typing import Any

import pytest

from reference_gateway.http.admission import MODEL_CALLS, OF_THE_API
from reference_gateway.http.api.app import Collaborators, resources
from reference_gateway.http.forwarded import Forwarded, TrustedPeers
from reference_gateway.http.server.intake import Holding, Room, neighbourhood

PROXY = "10.0.0.1"


def test_every_body_that_the_api_reads_is_taken() -> None:
    """Of each route and method whose code reads one, and of no other."""
    nobody: Any = dict.fromkeys(one.name for one in fields(Collaborators))
    reading = {
        (name.removeprefix("on_").upper(), path)
        for path, resource in resources(Collaborators(**nobody)).items()
        for name, method in inspect.getmembers(resource, inspect.ismethod)
        if name.startswith("on_") and "json_object(" in inspect.getsource(method)
    }

    assert {*OF_THE_API, *MODEL_CALLS} == reading


@pytest.mark.parametrize(
    ("headers", "client"),
    [
        ([], PROXY),
        ([("X-Forwarded-For", "192.0.2.7")], "192.0.2.7"),
        ([("X-Forwarded-For", "198.51.100.1, 192.0.2.7, 10.0.0.2")], "192.0.2.7"),
        ([("X-Forwarded-For", "198.51.100.1"), ("x-forwarded-for", "192.0.2.7:4711")], "192.0.2.7"),
        ([("X-Forwarded-For", "10.0.0.3, 10.0.0.2")], "10.0.0.3"),
        ([("X-Forwarded-For", "192.0.2.7, unknown, 10.0.0.2")], "10.0.0.2"),
        ([("X-Forwarded-For", "[2001:db8::1]:80")], "2001:db8::1"),
        ([("X-Forwarded-For", "2001:db8::1")], "2001:db8::1"),
        ([("X-Forwarded-For", "1:2:3")], PROXY),
        ([("Forwarded", 'for=192.0.2.7, for="[2001:db8::1]:80";proto=https')], "2001:db8::1"),
        ([("Forwarded", "for=192.0.2.7, for=10.0.0.2")], "192.0.2.7"),
        ([("Forwarded", "for=_hidden")], PROXY),
    ],
)
def test_the_nearest_that_is_no_proxy_is_the_client(headers, client: str) -> None:
    """Of what a trusted proxy says; what stands before somebody unknown may be anybody's word."""
    trusting = Forwarded(TrustedPeers(["10.0.0.0/8"]))

    assert client == trusting.client(headers, PROXY)
    assert "203.0.113.9" == trusting.client(headers, "203.0.113.9")
    assert PROXY == Forwarded(TrustedPeers()).client(headers, PROXY)


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
    ],
)
def test_a_network_of_ipv6_counts_as_one_address(one: str, other: str, are_one: bool) -> None:
    """Whoever has one address of it has all."""
    assert are_one == (neighbourhood(one) == neighbourhood(other))


def test_what_is_held_is_given_back_once() -> None:
    """However often that is said."""
    room = Room(100)
    mine, yours = Holding(room, "a"), Holding(room, "a")

    assert [True, False, True] == [mine.grow_to(50), yours.grow_to(1), Holding(room, "b").grow_to(50)]
    mine.give_back()
    mine.give_back()
    assert [True, False] == [yours.grow_to(50), mine.grow_to(1)]
