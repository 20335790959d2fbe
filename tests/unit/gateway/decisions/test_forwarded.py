"""Whose word counts about where a request was sent: a trusted proxy's, and nobody else's."""

from __future__ import annotations

import pytest

from reference_gateway.http.forwarded import Forwarded, TrustedPeers

PROXY = "10.0.0.9"
STRANGER = "192.0.2.1"


@pytest.fixture
def forwarded() -> Forwarded:
    """Behind proxies in one network."""
    return Forwarded(TrustedPeers(["10.0.0.0/8"]))


@pytest.mark.parametrize(
    ("networks", "peer", "expected"),
    [
        ([], "10.0.0.9", False),
        (["10.0.0.0/8"], "10.0.0.9", True),
        (["10.0.0.0/8"], "11.0.0.9", False),
        (["10.0.0.9/8"], "10.0.0.1", True),
        (["10.0.0.9"], "10.0.0.9", True),
        (["10.0.0.9"], "10.0.0.1", False),
        (["fd00::/8", "10.0.0.0/8"], "10.0.0.9", True),
        (["fd00::/8", "10.0.0.0/8"], "fd00::1", True),
        (["10.0.0.0/8"], "::ffff:10.0.0.9", True),
        (["10.0.0.0/8"], "::ffff:192.0.2.1", False),
        (["10.0.0.0/8"], "fd00::1", False),
        (["fe80::/10"], "fe80::1%eth0", True),
        (["fd00::/8"], "fe80::1%eth0", False),
    ],
)
def test_which_connections_are_a_trusted_proxys(networks: list[str], peer: str, *, expected: bool) -> None:
    """Those from a network that is listed, as the socket names them: mapped, or with a zone."""
    assert expected == TrustedPeers(networks).trusts(peer)


def test_without_a_list_nobody_is_looked_at() -> None:
    """What stands there need not even be an address, as behind a Unix socket."""
    assert not TrustedPeers().trusts("")


@pytest.mark.parametrize(
    ("peer", "said", "expected"),
    [
        (PROXY, ["https"], "https"),
        (PROXY, ["HTTPS"], "https"),
        (PROXY, ["http"], "http"),
        (PROXY, ["https, http, http"], "https"),
        (PROXY, [" https , http"], "https"),
        (PROXY, ["https", "http"], "https"),
        (PROXY, ["wss"], "http"),
        (PROXY, [""], "http"),
        (PROXY, [], "http"),
        (STRANGER, ["https"], "http"),
    ],
)
def test_the_scheme_a_client_used(forwarded: Forwarded, peer: str, said: list[str], expected: str) -> None:
    """Plain, unless a trusted proxy says otherwise; of what several proxies said, the first counts."""
    headers = (("Host", "g"), *(("X-Forwarded-Proto", value) for value in said))

    assert expected == forwarded.proto(headers, peer)


@pytest.mark.parametrize(
    ("peer", "said", "expected"),
    [
        (PROXY, ["gateway.example"], "gateway.example"),
        (PROXY, ["Gateway.Example:8443"], "Gateway.Example:8443"),
        (PROXY, ["gateway.example, inner, innermost"], "gateway.example"),
        (PROXY, ["gateway.example", "inner"], "gateway.example"),
        (PROXY, ["gateway.example/path"], "g:8080"),
        (PROXY, [""], "g:8080"),
        (PROXY, [], "g:8080"),
        (STRANGER, ["gateway.example"], "g:8080"),
    ],
)
def test_the_host_a_client_named(forwarded: Forwarded, peer: str, said: list[str], expected: str) -> None:
    """Its Host, unless a trusted proxy names one that could be."""
    headers = (("X-Other", "o"), ("hOST", "g:8080"), *(("X-Forwarded-Host", value) for value in said))

    assert expected == forwarded.host(headers, peer)


def test_no_host_is_made_up(forwarded: Forwarded) -> None:
    """HTTP/1.0 may leave it out."""
    assert forwarded.host((("X-Forwarded-Host", "evil"),), STRANGER) is None
