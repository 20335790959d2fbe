"""What the same-origin expectations call a breach, and what they let pass."""

from __future__ import annotations

import os
import re

import pytest

from contract_harness.clients.http import HttpClient, Reply
from contract_harness.clients.raw import RawConnection
from contract_harness.errors import ContractBreach
from contract_harness.expect import arrivals
from contract_harness.expect.same_origin import (
    answers,
    failures,
    paths,
    request_headers,
    request_ids,
    requests,
    sessions,
    surfaces,
)
from contract_harness.scenes.memory import MemoryWatch
from contract_harness.scenes.visitor import Visitor
from contract_harness.upstreams.http_server import Answer, Upstream
from contract_harness.upstreams.payloads import MIB_BYTES, PAYLOADS
from tests.integration.harness.conftest import QUICK


@pytest.fixture
def visitor(client: HttpClient) -> Visitor:
    """A visitor of the simulated server itself: a gateway that changes nothing."""
    return Visitor(client, base_path="/admin")


def reply(status: int = 200, body: bytes = b"", *headers: tuple[str, str]) -> Reply:
    """An answer that came."""
    return Reply(status, "", headers, body, 0.1, "GET /admin")


def sign_in(*cookies: str) -> Reply:
    """The answer to a sign-in that sets these cookies."""
    return reply(200, b"", *(("Set-Cookie", cookie) for cookie in cookies))


@pytest.mark.parametrize(
    "path",
    ["/../x", "/%2e%2e/x", "/..%2fx", "/..\\x", "/..%5Cx", "/..;a=1/x", "/a/../../x", "/.%2e", "/..//x"],
)
def test_every_spelling_of_a_climb_is_seen(visitor: Visitor, upstream: Upstream, path: str) -> None:
    """A target that some server could read as one outside the base path is a breach."""
    visitor.open(path)

    with pytest.raises(ContractBreach, match="can be read as"):
        paths.expect_inside(upstream, "/admin")


@pytest.mark.parametrize("path", ["", "/", "/a/../b", "/..hidden", "/a..b", "/a%2Fb", "/;x=../y"])
def test_targets_inside_are_let_pass(visitor: Visitor, upstream: Upstream, path: str) -> None:
    """Dots in a name, and climbs that stay inside, are no breach."""
    visitor.open(path)

    paths.expect_inside(upstream, "/admin")


@pytest.mark.parametrize("name", [name for name in PAYLOADS if not name.startswith("64 MiB")])
def test_payloads_pass_an_honest_gateway(visitor: Visitor, upstream: Upstream, name: str) -> None:
    """What is sent and what is answered is what the expectations expect."""
    upstream.answer(PAYLOADS[name].answer())

    answers.expect_payload(visitor.send(PAYLOADS[name]), PAYLOADS[name])

    if not PAYLOADS[name].closes:
        requests.expect_body(upstream, PAYLOADS[name])


def test_a_body_with_one_byte_less_is_a_breach(visitor: Visitor, upstream: Upstream) -> None:
    """Lengths and digests are compared, not beginnings."""
    visitor.open(method="POST", body=PAYLOADS["a form"].content and PAYLOADS["a form"].content[:-1])

    with pytest.raises(ContractBreach, match="28 bytes"):
        requests.expect_body(upstream, PAYLOADS["a form"])


def test_a_gateways_own_hop_by_hop_header_is_its_own(visitor: Visitor, upstream: Upstream) -> None:
    """Only what the visitor sent has to stop."""
    visitor.open(headers=(("Keep-Alive", "timeout=9"),))

    arrivals.expect_not_received(upstream, ["Keep-Alive"], [("Keep-Alive", "timeout=5")])
    with pytest.raises(ContractBreach, match="stops at the gateway"):
        arrivals.expect_not_received(upstream, ["Keep-Alive"], [("Keep-Alive", "timeout=9")])


def test_an_underscored_spelling_counts_as_the_header(visitor: Visitor, upstream: Upstream) -> None:
    """A server that reads it as a dash would hear two origins."""
    told = (
        ("X-Forwarded-Host", "a.example"),
        ("X-Forwarded-Proto", "http"),
        ("X-Forwarded-Origin", "http://a.example"),
    )
    visitor.open(headers=told)
    request_headers.expect_told_origin(upstream, "http://a.example")
    upstream.reset()
    visitor.open(headers=(*told, ("X_Forwarded_Host", "b.example")))

    with pytest.raises(ContractBreach, match=r"b\.example"):
        request_headers.expect_told_origin(upstream, "http://a.example")


@pytest.mark.parametrize(
    ("length", "told"),
    [
        (15, r"POST /admin with 5 bytes \(hello\), announced as 15, and waits for the rest"),
        (3, r"POST /admin with 3 bytes \(hel\), announced as 3, 2 bytes more behind them \(lo\)"),
    ],
)
def test_what_a_proxy_made_of_two_lengths_is_told(upstream: Upstream, length: int, told: str) -> None:
    """One that reads the chunks of a body and announces another length of them: short of it, or beyond it."""
    head = f"POST /admin HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n"
    with RawConnection(upstream.base_url, patience=QUICK) as connection:
        connection.send(head.encode() + b"hello")
        connection.wait_for(b"\r\n\r\n", within_s=0.2)

        with pytest.raises(ContractBreach, match="no whole request") as caught:
            arrivals.expect_no_whole_request(upstream, within_s=0.1)
    assert re.search(told, str(caught.value))


def test_a_request_that_was_given_up_is_none(upstream: Upstream) -> None:
    """A gateway that streams has begun it before it saw what is wrong with it."""
    with RawConnection(upstream.base_url, patience=QUICK) as connection:
        connection.send(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel")
        connection.stop_sending()

    arrivals.expect_no_whole_request(upstream, within_s=1)


def test_following_stays_on_the_origin(visitor: Visitor, upstream: Upstream) -> None:
    """Cookies are kept on the way; a redirect to another host is a breach."""
    upstream.answer_at(
        "/admin", Answer(status=302, headers=(("Location", "admin/in"), ("Set-Cookie", "a=1")))
    )
    assert visitor.follow()[0] == "/admin/in"
    assert visitor.cookies == {"a": "1"}
    assert upstream.received[-1].header("cookie") == "a=1"

    upstream.answer_at("/admin", Answer(status=302, headers=(("Location", "//elsewhere.example/"),)))
    with pytest.raises(ContractBreach, match=r"elsewhere\.example"):
        visitor.follow()


def test_a_loop_of_redirects_ends(visitor: Visitor, upstream: Upstream) -> None:
    """It is the gateway's fault, not a hang of the harness."""
    upstream.answer(Answer(status=302, headers=(("Location", "/admin"),)))

    with pytest.raises(ContractBreach, match="still redirected"):
        visitor.follow()


def test_the_unavailable_document_is_exact() -> None:
    """One member more, or another type, is another document."""
    body = b'{"error": {"type": "ui_unavailable", "code": "admin_ui_upstream_unavailable", "message": %s}}'
    kind = ("Content-Type", "application/json; charset=utf-8")
    failures.expect_unavailable(reply(503, body % b'"Admin UI upstream is unavailable"', kind))

    for other in (
        reply(502, body % b'"Admin UI upstream is unavailable"', kind),
        reply(503, body % b'"Admin UI upstream is unavailable", "param": null', kind),
        reply(503, body % b'"Admin UI upstream is unavailable"', ("Content-Type", "text/html")),
        reply(503, b"", kind),
    ):
        with pytest.raises(ContractBreach):
            failures.expect_unavailable(other)


def test_a_page_in_place_of_a_miss_is_a_breach() -> None:
    """Whatever its status and however it calls itself."""
    answers.expect_own_not_found(reply(404))
    for page in (reply(200), reply(404, b"<!doctype html>"), reply(404, b"", ("Content-Type", "text/html"))):
        with pytest.raises(ContractBreach):
            answers.expect_own_not_found(page)


def test_a_table_of_surfaces_names_the_one_at_fault(visitor: Visitor, upstream: Upstream) -> None:
    """Those above it have answered, and its own limit ends the wait for it."""
    upstream.answer_at("/healthz", Answer(body=b'{"status": "ok"}'))
    table = [["surface", "within"], ["health routes", "3 s"], ["admin API", "3 s"]]

    surfaces.expect_answers(visitor, table[:2])
    with pytest.raises(ContractBreach, match="the surface `admin API` answers"):
        surfaces.expect_answers(visitor, table)
    upstream.answer_at("/healthz", Answer(body=b'{"status": "ok"}', delay_s=1))
    with pytest.raises(ContractBreach, match=r"within 0\.2 s"):
        surfaces.expect_answers(visitor, [["surface", "within"], ["health routes", "0.2 s"]])


def test_a_header_without_a_value_is_told_as_empty(visitor: Visitor, upstream: Upstream) -> None:
    """What is there and empty is not what is not there."""
    visitor.open(headers=(("X-Empty", ""),))
    arrivals.expect_headers(upstream, {"X-Empty": [""], "X-None": ["(none)"]})

    with pytest.raises(ContractBreach, match=r"X-None: \(empty\)\nobserved: no such header"):
        arrivals.expect_headers(upstream, {"X-None": [""]})


def test_headers_are_compared_line_by_line() -> None:
    """A repeated one keeps its lines and their order, and `(none)` stands for one that is not there."""
    cookies = reply(200, b"", ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))

    answers.expect_headers(cookies, {"Set-Cookie": ["a=1", "b=2"], "ETag": ["(none)"]})
    for promised in (["b=2", "a=1"], ["a=1"], ["a=1, b=2"], ["(none)"]):
        with pytest.raises(ContractBreach, match="Set-Cookie"):
            answers.expect_headers(cookies, {"Set-Cookie": promised})


@pytest.mark.parametrize("values", [[], ["a", "b"], [""], ["two words"], ["x" * 129]])
def test_one_fit_request_id_is_wanted(values: list[str]) -> None:
    """None, several, and unreadable ones are breaches."""
    with pytest.raises(ContractBreach, match="one request id"):
        request_ids.the_request_id(reply(200, b"", *(("X-Request-Id", value) for value in values)))


def named(request_id: str) -> Reply:
    """An answer with this request id."""
    return reply(200, b"", ("X-Request-Id", request_id))


def test_a_short_id_is_not_fresh() -> None:
    """A counter would repeat after a restart."""
    request_ids.expect_fresh(named("0123456789abcdef"), again=lambda: named("fedcba9876543210"))
    with pytest.raises(ContractBreach, match="fresh"):
        request_ids.expect_fresh(named("17"), again=lambda: named("18"))


def test_an_id_that_comes_again_is_not_fresh() -> None:
    """Cut out of the visitor's, made of the path, or one for all: the same request gets the same again."""
    with pytest.raises(ContractBreach, match="twice with 0123456789abcdef"):
        request_ids.expect_fresh(named("0123456789abcdef"), again=lambda: named("0123456789abcdef"))


@pytest.mark.parametrize(
    "cookies",
    [
        [],
        ["s=1; Path=/; HttpOnly; SameSite=Lax"] * 2,
        ["s=1; Path=/api; HttpOnly; SameSite=Lax"],
        ["s=1; Path=/; SameSite=Lax"],
        ["s=1; Path=/; HttpOnly; SameSite=None"],
        ["s=1; Path=/; HttpOnly; SameSite=Lax; Domain=example.com"],
    ],
)
def test_a_session_cookie_with_another_reach_is_a_breach(cookies: list[str]) -> None:
    """And the observed one is not."""
    promised = [
        ("Path", "/"),
        ("Domain", "(absent)"),
        ("HttpOnly", "(set)"),
        ("SameSite", "Lax or Strict"),
    ]
    sessions.expect_session_cookie(sign_in("s=1; Path=/; HttpOnly; SameSite=Lax"), promised, plain=sign_in)
    with pytest.raises(ContractBreach):
        sessions.expect_session_cookie(sign_in(*cookies), promised, plain=sign_in)


@pytest.mark.parametrize(("told", "usual"), [("; Secure", ""), ("", "; Secure")])
def test_an_attribute_that_follows_a_header_is_a_breach(told: str, usual: str) -> None:
    """Whether the header sets it or clears it; one that is there either way is not."""
    promised = [("Secure", "{as without the headers}")]

    sessions.expect_session_cookie(sign_in(f"s=1{told}"), promised, plain=lambda: sign_in(f"s=2{told}"))
    with pytest.raises(ContractBreach, match="the session cookie has Secure"):
        sessions.expect_session_cookie(sign_in(f"s=1{told}"), promised, plain=lambda: sign_in(f"s=2{usual}"))


def test_memory_that_was_taken_and_given_back_still_counts() -> None:
    """The peak is watched, from the beginning of the watch on."""
    watch = MemoryWatch.begin([os.getpid()])
    watch.expect_growth_below(32 * MIB_BYTES)
    taken = bytearray(b"x") * (48 * MIB_BYTES)
    del taken

    with pytest.raises(ContractBreach, match="grows by less than 32 MiB"):
        watch.expect_growth_below(32 * MIB_BYTES)
