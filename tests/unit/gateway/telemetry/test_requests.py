"""What is told of a request, seen where it is dispatched."""

import pytest

from reference_gateway.http.dispatch import Dispatch
from reference_gateway.http.forwarded import Forwarded, TrustedPeers
from reference_gateway.http.request_id import RequestIds
from reference_gateway.http.wsgi import OBSERVATION
from reference_gateway.telemetry import context
from reference_gateway.telemetry.observer import Telemetry
from tests.given.proxy_rules import rules

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Told:
    """A reporter that only remembers."""

    def __init__(self) -> None:
        self.spans: list = []
        self.measured: list = []
        self.closed = 0

    def send(self, span) -> None:
        self.spans.append(span)

    def measure(self, name, value, attributes) -> None:
        self.measured.append((name, dict(attributes)))

    def close(self) -> None:
        self.closed += 1


def asked(api, told, *, method="GET", path="/v1/models", headers=(), traces=True):
    """The answer of a dispatch over *api*."""
    dispatch = Dispatch(
        api=api,
        ui=api,
        rules=rules(),
        forwarded=Forwarded(TrustedPeers()),
        request_ids=RequestIds(),
        telemetry=Telemetry(told, traces=traces),
    )
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "wsgi.url_scheme": "http",
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "gateway.raw_headers": tuple(headers),
    }
    return dispatch(environ, lambda *_: None)


def models(environ, start):
    environ[OBSERVATION].routed("/v1/models")
    start("200 OK", [])
    return [b"{}"]


def nothing(_environ, start):
    start("404 Not Found", [])
    return [b""]


def test_an_answer_that_is_whole_is_told_at_once_and_the_trace_left():
    """The next request of this thread has nothing to do with it."""
    told = Told()
    asked(models, told, headers=[("TraceParent", PARENT)])

    (span,) = told.spans
    assert ("b7ad6b7169203331", None) == (span.parent_id, span.error)
    assert "0af7651916cd43dd8448eb211c80319c" == span.context.trace_id
    assert span.ended_ns >= span.started_ns
    assert context.here() is None


def test_an_answer_in_pieces_is_over_when_the_server_closes_it():
    """Not when its head is written; and it is in its trace until then."""
    told = Told()

    class Pieces:
        def __iter__(self):
            assert context.log_notes()
            yield b"one"

    def stream(environ, start):
        environ[OBSERVATION].routed("/v1/models")
        start("200 OK", [])
        return Pieces()

    answer = asked(stream, told)
    assert [b"one"] == list(answer)
    assert [] == told.spans
    answer.close()

    assert 1 == len(told.spans)
    assert context.here() is None


def test_an_answer_that_breaks_is_an_error():
    """Before its head, and after it."""
    told = Told()

    def breaks(_environ, _start):
        raise KeyError("secret")

    with pytest.raises(KeyError):
        asked(breaks, told)

    def breaks_late(_environ, start):
        start("200 OK", [])

        def pieces():
            yield b"one"
            raise ZeroDivisionError

        return pieces()

    answer = asked(breaks_late, told)
    with pytest.raises(ZeroDivisionError):
        list(answer)
    answer.close()

    assert ["KeyError", "ZeroDivisionError"] == [span.error for span in told.spans]
    assert "secret" not in str([span.attributes for span in told.spans])
    assert context.here() is None


def test_what_strangers_send_has_one_name():
    """Any path that nobody serves, and any method that does not exist."""
    told = Told()
    asked(nothing, told, method="BREW", path="/invitations/a-token")

    (span,) = told.spans
    assert ("_OTHER", "/*") == (span.attributes["http.request.method"], span.attributes["url.path"])
    assert "a-token" not in str(span.attributes)
    ((name, attributes),) = told.measured
    assert "http.server.request.duration" == name
    assert {
        "http.request.method": "_OTHER",
        "http.response.status_code": 404,
        "url.scheme": "http",
    } == attributes


def test_with_metrics_alone_traces_pass_unchanged_and_nothing_is_recorded_of_them():
    """Who takes no part in a trace hands it on as it came."""
    told, seen = Told(), []

    def api(environ, start):
        place = context.here()
        seen.append(place.context.headers()["traceparent"])
        return models(environ, start)

    asked(api, told, headers=[("traceparent", PARENT)], traces=False)

    assert [PARENT] == seen
    assert [] == told.spans
    assert 1 == len(told.measured)
