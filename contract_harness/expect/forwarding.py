"""What reached a simulated admin UI, and what did not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

from contract_harness.errors import ContractBreach
from contract_harness.headers import values_of
from contract_harness.upstreams.http_server import Received, Upstream
from contract_harness.upstreams.payloads import Payload

Headers = Sequence[tuple[str, str]]


def the_request(upstream: Upstream) -> Received:
    """The one request that reached the admin UI.

    Raises:
        ContractBreach: none did, or several.
    """
    __tracebackhide__ = True
    expect_asked(upstream, times=1)
    return upstream.received[0]


def expect_asked(upstream: Upstream, *, times: int) -> None:
    """Exactly so many requests reached it."""
    __tracebackhide__ = True
    seen = [f"{one.method} {one.target}" for one in upstream.received]
    if len(seen) != times:
        raise ContractBreach(
            f"{times} requests reach the admin UI", f"{len(seen)}: {', '.join(seen) or 'none'}"
        )


def expect_target(upstream: Upstream, target: str) -> None:
    """It was asked once, for exactly this target."""
    __tracebackhide__ = True
    observed = the_request(upstream).target
    if observed != target:
        raise ContractBreach(f"the admin UI is asked for {target}", f"for {observed}")


def expect_inside(upstream: Upstream, base_path: str) -> None:
    """However a target is read, none that reached it lies outside the base path."""
    __tracebackhide__ = True
    for one in upstream.received:
        reading = _as_read_freely(one.path)
        if reading != base_path and not reading.startswith(f"{base_path}/"):
            raise ContractBreach(
                f"what reaches the admin UI stays below {base_path}",
                f"{one.target}, which can be read as {reading}",
            )


def expect_method(upstream: Upstream, method: str) -> None:
    """It was asked once, with this method."""
    __tracebackhide__ = True
    observed = the_request(upstream).method
    if observed != method:
        raise ContractBreach(f"the admin UI receives a {method} request", f"a {observed} request")


def expect_body(upstream: Upstream, payload: Payload) -> None:
    """It was asked once, with exactly this body."""
    __tracebackhide__ = True
    request = the_request(upstream)
    if not request.complete or request.body_sha256 != payload.sha256:
        what = "" if request.complete else " of a body that was cut short"
        raise ContractBreach(
            f"the admin UI receives {payload.length} bytes, sha256 {payload.sha256[:12]}…",
            f"{request.body_bytes} bytes{what}, sha256 {request.body_sha256[:12]}…",
            repr(request.body[:200]),
        )


def expect_headers(upstream: Upstream, headers: Iterable[tuple[str, str]]) -> None:
    """It received each of these headers once, with exactly this value."""
    __tracebackhide__ = True
    request = the_request(upstream)
    for name, value in headers:
        observed = request.headers_named(name)
        if observed != [value]:
            raise ContractBreach(f"the admin UI receives {name}: {value}", f"{observed or 'no such header'}")


def expect_list(upstream: Upstream, name: str, values: Sequence[str]) -> None:
    """It received these values of a repeated header, in this order, on one line or on several."""
    __tracebackhide__ = True
    lines = the_request(upstream).headers_named(name)
    observed = [value.strip() for line in lines for value in line.split(",")]
    if observed != list(values):
        raise ContractBreach(
            f"the admin UI receives {name}: {', '.join(values)}", f"{lines or 'no such header'}"
        )


def expect_not_received(upstream: Upstream, names: Iterable[str], sent: Headers) -> None:
    """It was asked, and of the headers *sent* it received none with these names and the values sent."""
    __tracebackhide__ = True
    request = the_request(upstream)
    for name in names:
        was_sent = set(values_of(name, sent))
        observed = request.headers_named(name)
        if observed and (not was_sent or was_sent & set(observed)):
            raise ContractBreach(f"{name} stops at the gateway", f"the admin UI receives {name}: {observed}")


def expect_addressed_as_itself(upstream: Upstream) -> None:
    """The Host header names the admin UI's own address."""
    __tracebackhide__ = True
    own = upstream.base_url.removeprefix("http://")
    observed = the_request(upstream).headers_named("host")
    if observed != [own]:
        raise ContractBreach(f"the admin UI is addressed as {own}", f"as {observed}")


def expect_told_origin(upstream: Upstream, origin: str) -> None:
    """The three forwarded headers say this origin, each of them once.

    An underscored spelling counts as the header: many servers read it as that.

    Source: observed gateway, 6.3.
    """
    __tracebackhide__ = True
    scheme, _, host = origin.partition("://")
    promised = {"x-forwarded-host": [host], "x-forwarded-proto": [scheme], "x-forwarded-origin": [origin]}
    request = the_request(upstream)
    observed = {name: _however_spelt(request, name) for name in promised}
    if observed != promised:
        raise ContractBreach(f"the admin UI is told {promised}", f"it is told {observed}")


def expect_no_whole_request(upstream: Upstream) -> None:
    """Nothing that looks whole reached it."""
    __tracebackhide__ = True
    whole = [
        f"{one.method} {one.target} with {one.body_bytes} bytes" for one in upstream.received if one.complete
    ]
    if whole:
        raise ContractBreach("the admin UI receives no whole request", ", ".join(whole))


def expect_request_id(upstream: Upstream, request_id: str | None) -> None:
    """It received this very request id, once."""
    __tracebackhide__ = True
    observed = the_request(upstream).headers_named("x-request-id")
    if request_id is None or observed != [request_id]:
        raise ContractBreach(
            f"the admin UI receives the answer's request id, {request_id}", f"it receives {observed}"
        )


def _however_spelt(request: Received, name: str) -> list[str]:
    return [value for key, value in request.headers if key.lower().replace("_", "-") == name]


def _as_read_freely(path: str) -> str:
    """The path as the most generous server would read it: decoded, backslashes as slashes,
    path parameters left out, dot segments walked."""
    text = unquote(path).replace("\\", "/")
    walked: list[str] = []
    for segment in re.split("/+", text):
        name = segment.partition(";")[0]
        if name == "..":
            walked = walked[:-1]
        elif name not in {"", "."}:
            walked.append(segment)
    return "/" + "/".join(walked)
