"""Port, prefix and `Forwarded` of a trusted proxy, and the origin that is configured instead of all that."""

from __future__ import annotations

import pytest

from reference_gateway.http import rfc7239
from reference_gateway.http.forwarded import Forwarded, OriginRule, TrustedPeers
from reference_gateway.http.rfc9112 import Fields

PROXY = "10.0.0.9"
STRANGER = "192.0.2.1"


def seen(*headers: tuple[str, str], peer: str = PROXY, host: str = "g") -> str | None:
    """The origin of a request with these headers."""
    forwarded, all_of_them = Forwarded(TrustedPeers(["10.0.0.0/8"])), (("Host", host), *headers)
    return f"{forwarded.proto(all_of_them, peer)}://{forwarded.host(all_of_them, peer)}"


@pytest.mark.parametrize(
    ("host", "port", "expected"),
    [
        ("g", "17002", "g:17002"),
        ("g:8080", "17002", "g:8080"),
        ("g", "80", "g"),
        ("g", "443", "g"),
        ("g", "65535", "g:65535"),
        ("g", "65536", "g"),
        ("g", "0", "g"),
        ("g", "080", "g"),
        ("g", "80a", "g"),
        ("g", "", "g"),
        ("g", "17002, 80", "g:17002"),
        ("[::1]", "17002", "[::1]:17002"),
        ("[::1]:1", "17002", "[::1]:1"),
    ],
)
def test_a_port_completes_a_host_without_one(host: str, port: str, expected: str) -> None:
    """Wherever the host comes from; the ports that nobody writes are not written."""
    said = ("X-Forwarded-Port", port)

    assert f"http://{expected}" == seen(said, host=host)
    assert f"http://{expected}" == seen(said, ("X-Forwarded-Host", host), host="other")
    assert f"http://{host}" == seen(said, host=host, peer=STRANGER)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("host=a.example;proto=https", "https://a.example"),
        ('HOST="a.example:17002";Proto=HTTPS', "https://a.example:17002"),
        ("host=127.0.0.1:17002;proto=http", "http://127.0.0.1:17002"),
        ("for=192.0.2.7 ; host=a.example", "http://a.example"),
        (r'host="a.exa\mple"', "http://a.example"),
        (";;proto=https;", "https://g"),
        ("host=a b", "http://g"),
        ("host=a.example;host=b.example", "http://g"),
        ('host="a.example', "http://g"),
        ("host", "http://g"),
        ("host=_hidden/", "http://g"),
        ("proto=wss", "http://g"),
        ("", "http://g"),
        # Each proxy adds itself at the end; who is not trusted may have said what stands before.
        ("host=evil;proto=https, for=192.0.2.7;host=a.example", "http://a.example"),
        ("for=192.0.2.7;host=a.example;proto=https, for=10.0.0.8;host=inner", "https://a.example"),
        ("host=evil, for=192.0.2.7;host=a.example, for=10.0.0.8:4711;host=inner", "http://a.example"),
        ('host=a.example, for="[::ffff:10.0.0.8]:1";host=inner', "http://a.example"),
        ("host=evil, for=unknown;host=a.example", "http://a.example"),
        ("host=evil, for=_10.0.0.8;host=a.example", "http://a.example"),
        ("host=evil, for=10.0.0.888;host=a.example", "http://a.example"),
        ("host=a.example, for=10.0.0.8", "http://a.example"),
    ],
)
def test_what_forwarded_says(said: str, expected: str) -> None:
    """Read from the nearest proxy backwards, as far as proxies are trusted; of a stranger it is not read."""
    assert expected == seen(("Forwarded", said))
    assert "http://g" == seen(("Forwarded", said), peer=STRANGER)


def test_two_lines_are_one_list() -> None:
    """The nearest proxy's is the last."""
    assert "http://b" == seen(("Forwarded", "host=a"), ("forwarded", "host=b"))


@pytest.mark.parametrize(
    ("own", "standard", "expected"),
    [
        ({"Host": "a.example", "Proto": "https"}, "host=A.example:443;proto=HTTPS", "https://a.example"),
        ({"Host": "a.example", "Port": "81"}, "host=a.example:81", "http://a.example:81"),
        ({"Host": "a.example"}, "for=192.0.2.7", "http://a.example"),
        ({"Host": "a.example"}, "proto=https", "http://a.example"),
        ({"Proto": "https"}, "host=a.example", "https://g"),
        ({"Host": "a.example", "Proto": "https"}, "host=b.example;proto=https", "http://g"),
        ({"Host": "a.example", "Proto": "https"}, "host=a.example;proto=http", "http://g"),
        ({"Host": "a.example", "Port": "81"}, "host=a.example", "http://g"),
    ],
)
def test_two_dialects(own: dict[str, str], standard: str, expected: str) -> None:
    """`x-forwarded-*` is heard alone; whoever contradicts it may be the visitor, and neither is believed."""
    said = [(f"X-Forwarded-{name}", value) for name, value in own.items()]

    assert expected == seen(*said, ("Forwarded", standard))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("/llm", "/llm"),
        ("/llm/", "/llm"),
        ("/a/b-c_d", "/a/b-c_d"),
        ("/llm, /inner", "/llm"),
        ("/", ""),
        ("", ""),
        ("llm", ""),
        ("//evil.example", ""),
        ("/\\evil.example", ""),
        ("/a/../b", ""),
        ("/a?b", ""),
        ('/"><script>', ""),
        ("https://evil.example", ""),
    ],
)
def test_which_prefix_was_taken_away(said: str, expected: str) -> None:
    """A path, and nothing that a browser would take for another host; a stranger's is none."""
    forwarded, headers = Forwarded(TrustedPeers(["10.0.0.0/8"])), (("X-Forwarded-Prefix", said),)

    assert expected == forwarded.prefix(headers, PROXY)
    assert "" == forwarded.prefix(headers, STRANGER)


@pytest.mark.parametrize("peer", [PROXY, STRANGER])
def test_what_is_configured_settles_it(peer: str) -> None:
    """Whoever says whatever else; the port that nobody writes is not written."""
    forwarded = Forwarded(TrustedPeers(["10.0.0.0/8"]), "https://Gw.example:443/")
    headers: Fields = (
        ("Host", "127.0.0.1:8080"),
        ("X-Forwarded-Host", "other.example"),
        ("X-Forwarded-Port", "81"),
        ("X-Forwarded-Proto", "http"),
    )
    rule = OriginRule(forwarded)

    assert ("https", "gw.example") == (forwarded.proto(headers, peer), forwarded.host(headers, peer))
    assert rule.admits("https://gw.example", None, headers, peer)
    assert not rule.admits("http://gw.example", None, headers, peer)
    assert not rule.admits("http://127.0.0.1:8080", None, headers, peer)
    assert "https://gw.example" == rule.own(headers, peer)


def test_what_cannot_be_read_says_nothing() -> None:
    """However long it is."""
    for nonsense in (" " * 60_000, "a=" * 30_000, '"' * 60_000, "\\" * 60_000, ", " * 30_000):
        assert [] == rfc7239.elements([nonsense])
