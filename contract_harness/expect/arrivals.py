"""What reached a simulated admin UI, and what did not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from contract_harness.clients.headers import values_of
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import octets, plain
from contract_harness.patience import eventually
from contract_harness.scenes.written import NONE
from contract_harness.upstreams.http_server import Received, Upstream

NO_HEADER = "no such header"


def the_request(upstream: Upstream) -> Received:
    """The one request that reached the admin UI.

    Raises:
        ContractBreach: none did, or several.
    """
    __tracebackhide__ = True
    expect_asked(upstream, times=1)
    return upstream.received[0]


def expect_asked(upstream: Upstream, *, times: int, called: str = "the admin UI") -> None:
    """Exactly so many requests reached it, as whatever it is *called*."""
    __tracebackhide__ = True
    seen = [f"{one.method} {one.target}" for one in upstream.received]
    if len(seen) != times:
        raise ContractBreach(
            f"{'1 request reaches' if times == 1 else f'{times} requests reach'} {called}",
            f"{len(seen)}: {', '.join(seen) or 'none'}",
        )


def expect_target(upstream: Upstream, target: str) -> None:
    """It was asked once, for exactly this target."""
    __tracebackhide__ = True
    observed = the_request(upstream).target
    if observed != target:
        raise ContractBreach(f"the admin UI is asked for {target}", f"for {observed}")


def expect_headers(upstream: Upstream, headers: Mapping[str, Sequence[str]]) -> None:
    """It received each of these headers with exactly these values, each on a line of its own, in order."""
    __tracebackhide__ = True
    request = the_request(upstream)
    for name, values in headers.items():
        observed = request.headers_named(name)
        if observed != [value for value in values if value != NONE]:
            raise ContractBreach(
                f"the admin UI receives {name}: {values_told(values)}", values_told(observed)
            )


def values_told(values: Iterable[str]) -> str:
    """The values of one header in words, those that are empty too."""
    return plain([value or "(empty)" for value in values if value != NONE], NO_HEADER)


def expect_not_received(upstream: Upstream, names: Iterable[str], sent: Sequence[tuple[str, str]]) -> None:
    """It was asked, and of the headers *sent* it received none with these names and the values sent."""
    __tracebackhide__ = True
    request = the_request(upstream)
    for name in names:
        was_sent = set(values_of(name, sent))
        observed = request.headers_named(name)
        if observed and (not was_sent or was_sent & set(observed)):
            raise ContractBreach(
                f"{name} stops at the gateway", f"the admin UI receives {name}: {plain(observed)}"
            )


def expect_no_whole_request(upstream: Upstream, *, within_s: float) -> None:
    """Nothing that looks whole reached it, and nothing that it still waits for the rest of.

    Args:
        within_s: until what was begun and given up is seen to be over.
    """
    __tracebackhide__ = True
    with suppress(ContractBreach):
        eventually(lambda: not upstream.awaited, within_s=within_s, what="the end of what was begun")
    whole = [_told(one, upstream.unread(one)) for one in upstream.received if one.complete]
    waiting = [f"{_told(one)}, and waits for the rest" for one in upstream.awaited]
    if whole or waiting:
        raise ContractBreach("the admin UI receives no whole request", "; ".join(whole + waiting))


def _told(request: Received, behind: bytes = b"") -> str:
    """A request with what it announced, what came of it, and what came behind it."""
    announced = [f"announced as {length}" for length in request.headers_named("content-length")]
    announced += [f"in the coding {coding}" for coding in request.headers_named("transfer-encoding")]
    body = f"{request.body_bytes} bytes" + (f" ({octets(request.body)})" if request.body else "")
    rest = [f"{len(behind)} bytes more behind them ({octets(behind)})"] if behind else []
    return ", ".join([f"{request.method} {request.target} with {body}", *announced, *rest])
