"""Which headers pass the gateway, which stop, and whose word about the origin counts."""

import pytest

from tests.given.proxy_rules import inbound, rules


def test_the_clients_headers_pass_in_order_and_number():
    """Repeated ones stay repeated; spelling is kept."""
    sent = (("Host", "g"), ("Cookie", "a=1"), ("X-A", "1"), ("Authorization", "b"), ("X-A", "2"))

    received = rules().request_headers(inbound(*sent))

    assert [("Cookie", "a=1"), ("X-A", "1"), ("Authorization", "b"), ("X-A", "2")] == received[-4:]


def test_one_hop_headers_stop():
    """The fixed set and whatever Connection names."""
    sent = [
        ("Host", "g"),
        ("Connection", "close, X-Hop"),
        ("Connection", "x-other"),
        ("X-Hop", "1"),
        ("X-Other", "1"),
    ]
    sent += [(name, "1") for name in ("Keep-Alive", "TE", "Trailer", "Upgrade", "Proxy-Authorization")]
    sent += [("Transfer-Encoding", "chunked"), ("Expect", "100-continue"), ("Proxy-Connection", "close")]

    names = {name.lower() for name, _ in rules().request_headers(inbound(*sent))}

    assert {
        "host",
        "x-forwarded-host",
        "x-forwarded-proto",
        "x-forwarded-origin",
        "x-request-id",
        "content-length",
    } == names


def test_connection_cannot_name_what_we_set():
    """A client does not get our own headers dropped."""
    sent = (
        ("Host", "g"),
        ("Connection", "x-forwarded-host, content-length, host, x-request-id"),
        ("Content-Length", "2"),
    )

    received = dict(rules().request_headers(inbound(*sent, body=b"ok")))

    assert "ui:3001" == received["host"]
    assert "g" == received["x-forwarded-host"]
    assert "2" == received["content-length"]
    assert "id-1" == received["x-request-id"]


@pytest.mark.parametrize(
    ("framed", "body", "expected"),
    [
        ([("Content-Length", "2")], b"ok", ["2"]),
        ([("Transfer-Encoding", "chunked")], b"ok", ["2"]),
        ([("Content-Length", "0")], b"", ["0"]),
        ([("Transfer-Encoding", "chunked")], b"", ["0"]),
        ([], b"", []),
    ],
)
def test_the_length_is_said_once_and_by_us(framed, body, expected):
    """Of a body that the client framed, however; one that it did not send is not made up."""
    received = rules().request_headers(inbound(("Host", "g"), *framed, body=body))

    assert expected == [value for name, value in received if name.lower() == "content-length"]


FORGED = (
    ("Host", "g"),
    ("X-Forwarded-Host", "evil"),
    ("x-forwarded-proto", "https"),
    ("X-Forwarded-Origin", "https://evil"),
    ("X_Forwarded_Host", "evil"),
    ("X-Forwarded-For", "1.2.3.4"),
    ("Forwarded", "for=1.2.3.4"),
    ("X-Request-Id", "forged"),
)


def test_a_strangers_forwarding_headers_do_not_pass():
    """One of each of ours, none of theirs."""
    received = rules().request_headers(inbound(*FORGED))

    assert [
        ("host", "ui:3001"),
        ("x-forwarded-host", "g"),
        ("x-forwarded-proto", "http"),
        ("x-forwarded-origin", "http://g"),
        ("x-request-id", "id-1"),
    ] == received


def test_a_trusted_proxy_is_believed():
    """Its word replaces ours, and its chain goes on."""
    received = rules(trusted=("10.0.0.0/8",)).request_headers(inbound(*FORGED))

    assert ("x-forwarded-host", "evil") in received
    assert ("x-forwarded-proto", "https") in received
    assert ("x-forwarded-origin", "https://evil") in received
    assert ("X-Forwarded-For", "1.2.3.4") in received
    assert 1 == sum(name.lower().replace("_", "-") == "x-forwarded-host" for name, _ in received)


def test_without_a_host_nothing_is_claimed():
    """HTTP/1.0 may leave it out."""
    names = [name for name, _ in rules().request_headers(inbound())]

    assert ["host", "x-request-id"] == names


def test_the_answers_headers_pass_but_for_one_hop_ones():
    """Several Set-Cookie survive; Connection-named ones stop; the length and the request id are ours."""
    answered = (
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2"),
        ("ETag", '"x"'),
        ("Content-Encoding", "gzip"),
        ("Location", "/admin/login"),
        ("Connection", "X-Hop"),
        ("X-Hop", "1"),
        ("Keep-Alive", "timeout=5"),
        ("Transfer-Encoding", "chunked"),
        ("Content-Length", "5"),
        ("X-Request-Id", "theirs"),
    )

    assert list(answered[:5]) == rules().response_headers(answered)
