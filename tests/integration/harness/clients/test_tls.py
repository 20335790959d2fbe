"""Both clients over TLS: whom they trust, what they show, and that nothing else is different."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from contract_harness.clients.http import HttpClient
from contract_harness.clients.origin import Access, GivenHeader, Origin
from contract_harness.clients.raw import RawConnection
from contract_harness.drivers.ports import free_port
from contract_harness.drivers.url import UrlGateway, check_alive
from contract_harness.errors import DeadUrl, HarnessError, NoTls
from contract_harness.evidence.recorder import Evidence
from contract_harness.patience import Patience
from contract_harness.targets.access import Header, Reach, Tls
from contract_harness.targets.loading import url_target
from contract_harness.targets.target import Target
from contract_harness.upstreams.http_server import Answer, Upstream, generated, generated_sha256
from tests.given.tls import Certificates, pipe

SECRET = "open-sesame-7f3a"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Of an authority that no machine knows."""
    return Certificates.made_in(tmp_path_factory.mktemp("pki"))


@pytest.fixture
def secured(upstream: Upstream, certificates: Certificates) -> Iterator[str]:
    """The URL of the simulated server behind TLS."""
    with pipe(upstream.base_url, certificates) as url:
        yield url


@pytest.fixture
def access(certificates: Certificates) -> Access:
    """Trusts that authority."""
    return Access(ca=certificates.ca)


def reached(url: str, **files: Path) -> Target:
    """A target at this URL, with these certificates."""
    return replace(url_target(url), reach=Reach(Tls(**files)))


def test_requests_pass_and_a_connection_is_kept(
    upstream: Upstream, secured: str, access: Access, seen: Evidence
) -> None:
    """A session ticket that TLS sends on its own account is no answer nobody asked for."""
    client = HttpClient(secured, seen, Patience(), access=access)
    for method in ("GET", "GET", "POST", "GET"):
        client.send(method, "/")

    first, second, third, fourth = (one.connection_id for one in upstream.received)
    assert (first, first) == (second, fourth)
    assert first != third
    assert [secured.removeprefix("https://")] == upstream.received[0].headers_named("host")


def test_large_bodies_pass_both_ways(
    upstream: Upstream, secured: str, access: Access, seen: Evidence
) -> None:
    """8 MiB up and down, digested by both ends."""
    size = 8 * 1024 * 1024
    upstream.answer(Answer(repeat_bytes=size))
    client = HttpClient(secured, seen, Patience(), access=access)

    reply = client.send("PUT", "/", body=generated(size))

    assert generated_sha256(size) == upstream.received[0].body_sha256
    assert b"".join(generated(size)) == reply.body


def test_bare_connections_send_bytes_and_see_every_answer(
    upstream: Upstream, secured: str, access: Access
) -> None:
    """Two requests in one write; what answers the second is unread, and the end is seen."""
    request = b"GET /one HTTP/1.1\r\nHost: h\r\n\r\nGET /two HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
    with RawConnection(secured, access=access, patience=Patience()) as connection:
        connection.send(request)
        first = connection.read_reply()
        is_closed = connection.is_closed()

        assert (200, True) == (first.status, is_closed)
        assert connection.unread.startswith(b"HTTP/1.1 200")
    assert ["/one", "/two"] == [one.path for one in upstream.received]


def test_a_bare_connection_may_stop_sending(secured: str, access: Access) -> None:
    """The other side sees the end of the request, and is done."""
    with RawConnection(secured, access=access, patience=Patience()) as connection:
        connection.send(b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nfour")
        connection.stop_sending()

        assert connection.is_closed()


def test_this_machines_authorities_may_be_named(
    secured: str, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`SSL_CERT_FILE` is honoured, as by every program that uses OpenSSL."""
    from contract_harness.clients import origin

    origin._context.cache_clear()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.ca))
    check_alive(url_target(secured), Patience())
    origin._context.cache_clear()


def test_an_authority_nobody_knows_is_not_trusted(secured: str) -> None:
    """The sentence says what to type."""
    with pytest.raises(NoTls, match=r"not trusted: unable to get local issuer certificate.*--ca FILE"):
        check_alive(url_target(secured), Patience())


def test_another_name_is_not_trusted(upstream: Upstream, tmp_path: Path) -> None:
    """Whoever signed it."""
    elsewhere = Certificates.made_in(tmp_path, "gateway.example")
    with (
        pipe(upstream.base_url, elsewhere) as url,
        pytest.raises(NoTls, match=r"IP address mismatch.*a name that the certificate is for"),
    ):
        check_alive(reached(url, ca=elsewhere.ca), Patience())


def test_a_client_certificate_is_shown_where_it_is_asked_for(
    upstream: Upstream, certificates: Certificates
) -> None:
    """Without one, the sentence says what to type."""
    with pipe(upstream.base_url, certificates, asks_for_client=True) as url:
        with pytest.raises(NoTls, match="--cert FILE --key FILE"):
            check_alive(reached(url, ca=certificates.ca), Patience())
        target = reached(url, ca=certificates.ca, cert=certificates.client, key=certificates.client_key)
        check_alive(target, Patience())

        assert 200 == UrlGateway(target, Evidence(), Patience()).http.get("/").status


def test_a_server_without_tls_is_told_apart(upstream: Upstream) -> None:
    """Something answers there, in plain text."""
    with pytest.raises(NoTls, match="write http:// where it does not speak TLS"):
        check_alive(url_target(upstream.base_url.replace("http://", "https://")), Patience())


def test_a_dead_address_is_dead_over_tls_too() -> None:
    """Nothing listens there."""
    free_url = f"https://127.0.0.1:{free_port()}"
    with pytest.raises(DeadUrl, match="no gateway answers at https://"):
        check_alive(url_target(free_url), Patience())


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"ca": "client_key"}, "give a PEM file of certificate authorities"),
        ({"ca": "ca", "cert": "ca", "key": "client_key"}, "give a PEM file of a client certificate"),
        ({"ca": "ca", "cert": "client"}, "give a PEM file of a client certificate and its private key"),
    ],
)
def test_files_that_do_not_fit_are_one_sentence(
    secured: str, certificates: Certificates, files: dict[str, str], words: str
) -> None:
    """Which file, and what it should hold."""
    given = {name: getattr(certificates, which) for name, which in files.items()}

    with pytest.raises(HarnessError, match=words) as told:
        check_alive(reached(secured, **given), Patience())
    assert "\n" not in str(told.value)


def test_given_headers_go_with_every_request_and_are_never_shown(
    upstream: Upstream, secured: str, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even a short value, nor where the server repeats it; a header of a request's own goes before."""
    monkeypatch.setenv("STAGING_TOKEN", SECRET)
    headers = (
        Header("X-Staging", "env.STAGING_TOKEN"),
        Header("X-Short", "literal.abc"),
        Header("X-Own", "literal.no"),
    )
    target = replace(url_target(secured), reach=Reach(Tls(ca=certificates.ca), headers))
    seen = Evidence()
    gateway = UrlGateway(target, seen, Patience())
    upstream.answer(Answer(body=f"you sent {SECRET}".encode()))
    gateway.http.get("/", headers=[("X-Own", "yes")])
    with gateway.raw() as connection:
        connection.send(b"GET /raw HTTP/1.1\r\nHost: h\r\n\r\n")
        connection.read_reply()

    for one in upstream.received:
        assert [SECRET] == one.headers_named("x-staging")
        assert ["abc"] == one.headers_named("x-short")
    assert ["yes"] == upstream.received[0].headers_named("x-own")
    told = repr(seen.as_dict())
    assert SECRET not in told
    assert "abc" not in told
    assert "'X-Short', '$HEADER_X_SHORT'" in told
    assert "you sent $STAGING_TOKEN" in told


def test_a_default_port_is_not_named() -> None:
    """As no browser does: not in Host, not in Origin."""
    for url, shown in (
        ("https://gateway.example:443/base/", "https://gateway.example"),
        ("https://gateway.example:8443", "https://gateway.example:8443"),
        ("http://gateway.example:443", "http://gateway.example:443"),
    ):
        assert shown == str(Origin.of(url))


def test_a_header_knows_its_variable() -> None:
    """Its own where a shell would take it, else one made of its name."""
    assert "HEADER_X_STAGING_TOKEN" == Header("x-staging.token", "literal.s").variable
    assert "TOKEN" == Header("x", "env.TOKEN").variable
    assert "HEADER_X" == Header("x", "env.tok").variable
    assert "value" not in repr(GivenHeader("X", "value-of-it", "VARIABLE"))
