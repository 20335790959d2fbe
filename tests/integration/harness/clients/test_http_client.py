"""The HTTP client sends exactly what it is told and says in words what goes wrong."""

from __future__ import annotations

import pytest

from contract_harness.clients.http import MOST_OF_SEVERAL_BYTES, HttpClient
from contract_harness.errors import ContractBreach, HarnessError
from contract_harness.evidence.recorder import Evidence
from contract_harness.upstreams.http_server import (
    Answer,
    Received,
    Upstream,
    generated,
    generated_sha256,
)
from tests.integration.harness.conftest import QUICK


def test_the_path_is_sent_as_given(client: HttpClient, upstream: Upstream) -> None:
    """Dots, double slashes, escapes and an empty query pass untouched."""
    target = "/a//b/../%2e%2F/ü?x=1&&y="

    client.get(target)

    assert target.encode("latin-1") == upstream.received[0].raw_head.split(b" ")[1]


def test_headers_keep_order_case_and_repetition(client: HttpClient, upstream: Upstream) -> None:
    """Only Host is added to a request without a body."""
    client.get("/", headers=[("X-b", "1"), ("x-A", "2"), ("X-b", "3")])

    expected = (("Host", f"127.0.0.1:{upstream.port}"), ("X-b", "1"), ("x-A", "2"), ("X-b", "3"))
    assert expected == upstream.received[0].headers


def test_answer_headers_are_reported_as_they_came(client: HttpClient, upstream: Upstream) -> None:
    """Repeated Set-Cookie headers stay apart and in order."""
    upstream.answer(Answer(headers=(("Set-Cookie", "a=1; Path=/"), ("set-cookie", "b=2"), ("ETag", 'W/"x"'))))

    reply = client.get("/")

    assert ["a=1; Path=/", "b=2"] == reply.headers_named("SET-COOKIE")
    assert {"a": "1", "b": "2"} == reply.cookies()
    assert 'W/"x"' == reply.header("etag")


def test_a_redirect_is_an_answer(client: HttpClient, upstream: Upstream) -> None:
    """It is never followed."""
    upstream.answer(Answer(status=302, headers=(("Location", "/elsewhere"),)))

    assert 302 == client.get("/").status
    assert ["/"] == [one.path for one in upstream.received]


def test_an_iterable_body_is_sent_in_chunks(client: HttpClient, upstream: Upstream) -> None:
    """A body of bytes has a length instead."""
    client.post("/", body=[b"ab", b"", b"cde"])
    client.post("/", body=b"abcde")

    assert [b"abcde", b"abcde"] == [one.body for one in upstream.received]
    assert [["chunked"], []] == [one.headers_named("transfer-encoding") for one in upstream.received]


def test_a_kept_connection_is_used_for_what_may_be_repeated(client: HttpClient, upstream: Upstream) -> None:
    """GETs share one; a POST opens its own."""
    for method in ("GET", "GET", "POST", "GET"):
        client.send(method, "/")

    first, second, third, fourth = (one.connection_id for one in upstream.received)
    assert (first, first) == (second, fourth)
    assert first != third


def test_a_kept_connection_the_server_closed_is_no_failure(client: HttpClient, upstream: Upstream) -> None:
    """The request goes out on a new one."""
    client.get("/")
    upstream.stop()
    upstream.start()

    assert 200 == client.get("/").status


def test_large_bodies_pass_both_ways(client: HttpClient, upstream: Upstream) -> None:
    """8 MiB up and down, digested by both ends."""
    size = 8 * 1024 * 1024
    upstream.answer(Answer(repeat_bytes=size))

    reply = client.send("PUT", "/", body=generated(size))

    assert (size, generated_sha256(size)) == (
        upstream.received[0].body_bytes,
        upstream.received[0].body_sha256,
    )
    assert b"".join(generated(size)) == reply.body


def test_a_head_answer_has_no_body(client: HttpClient, upstream: Upstream) -> None:
    """Whatever its content-length says."""
    upstream.answer(Answer(body=b"four"))

    reply = client.send("HEAD", "/")

    assert ("4", b"") == (reply.header("content-length"), reply.body)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(hang_up=True), "closed before an answer came"),
        (Answer(reset=True), "reset"),
        (Answer(body=b"x" * 9, cut_after_bytes=4), "closed after 4 bytes of the body"),
        (Answer(chunks=(b"abc", b"def"), cut_after_bytes=4), "closed after 4 bytes of the body"),
        (Answer(raw=b"\x00\x01\x02 garbage\r\n\r\n"), "not HTTP/1.1"),
        (Answer(raw=b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n"), "the header line no colon"),
        (Answer(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), "the chunk size zz"),
        (Answer(headers=(("Content-Length", "99999999999"),)), "at most"),
        (Answer(headers=(("Content-Length", "-1"),)), "the content-length -1"),
    ],
)
def test_no_answer_is_a_breach_in_words(
    client: HttpClient, upstream: Upstream, seen: Evidence, answer: Answer, words: str
) -> None:
    """Whatever comes instead of an answer is the gateway's fault, and on record."""
    upstream.answer(answer)

    with pytest.raises(ContractBreach) as caught:
        client.get("/x")

    assert words in caught.value.observed
    assert words in seen.exchanges[-1].trouble


def test_a_dead_server_is_a_breach(client: HttpClient, upstream: Upstream) -> None:
    """Refused, unconnectable and too slow are told apart."""
    observed = []
    upstream.answer(Answer(delay_s=60))
    with pytest.raises(ContractBreach) as caught:
        client.send("GET", "/", within_s=0.1)
    observed.append(caught.value.observed)
    for fail in (upstream.stop, upstream.black_hole):
        fail()
        with pytest.raises(ContractBreach) as caught:
            client.get("/")
        observed.append(caught.value.observed)

    assert "no whole answer within 0.1 s" == observed[0]
    assert observed[1].endswith("was refused")
    assert observed[2].startswith("no connection to")


def test_an_answer_that_is_no_json_is_a_breach(client: HttpClient, upstream: Upstream) -> None:
    """The breach shows what came instead."""
    upstream.answer(Answer(body=b"<html>"))

    with pytest.raises(ContractBreach, match="<html>"):
        client.get("/").json()


def test_a_url_of_another_scheme_is_refused_in_words() -> None:
    """The harness speaks HTTP, over TLS or not."""
    with pytest.raises(HarnessError, match="is not an http:// or https:// URL"):
        HttpClient("ftp://example.test", Evidence(), QUICK)


def test_the_whole_exchange_is_on_record(client: HttpClient, upstream: Upstream, seen: Evidence) -> None:
    """With a curl that repeats it, secrets as variables."""

    def echo(request: Received) -> Answer:
        return Answer(body=request.body, headers=(("Set-Cookie", "ogw_session=abc.def; Path=/"),))

    upstream.answer_with(echo)
    client.post("/a b", headers=[("Authorization", "Bearer gwk_id.topsecret")], json={"password": "hunter22"})

    recorded = repr(seen) + repr(seen.as_dict())
    assert not [word for word in ("topsecret", "hunter22", "abc.def") if word in recorded]
    assert "-H 'Authorization: Bearer gwk_id.'\"$API_KEY_SECRET\"" in seen.again()
    assert "--path-as-is" in seen.again()


def test_several_at_once_hold_little_together(client: HttpClient, upstream: Upstream) -> None:
    """What one may read whole is too large for each of many; afterwards it is as it was."""
    content = bytes(MOST_OF_SEVERAL_BYTES // 4 + 1)
    upstream.answer(Answer(body=content))

    with client.shared_by(4), pytest.raises(ContractBreach, match=f"a body of {len(content)} bytes"):
        client.get("/")

    assert content == client.get("/").body
