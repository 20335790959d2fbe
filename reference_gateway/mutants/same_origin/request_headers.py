"""Wrong about the headers of a request to the admin UI, and about whose word on its origin counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.http import rfc9112
from reference_gateway.http.forwarded import ORIGIN, Forwarded
from reference_gateway.http.proxy.rules import HOP_BY_HOP, Inbound, ProxyRules
from reference_gateway.http.rfc9112 import Fields
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts

Headers = list[tuple[str, str]]


@mutant(breaks="same-origin.host-is-the-upstreams")
def passes_the_visitors_host(parts: Parts) -> Parts:
    """Addresses the admin UI by the host that the visitor sees."""
    return replace(parts, proxy_rules=_PassesTheHost)


@mutant(breaks="same-origin.public-origin-is-told")
def leaves_out_the_port(parts: Parts) -> Parts:
    """Tells the admin UI an origin without its port."""
    return replace(parts, proxy_rules=_LeavesOutThePort)


@mutant(breaks="same-origin.visitors-do-not-name-the-origin")
def believes_every_visitor(parts: Parts) -> Parts:
    """Takes the visitor's word for the origin."""
    return replace(parts, forwarded=_BelievesEveryone)


@mutant(breaks="same-origin.visitors-do-not-name-the-origin")
def says_it_beside_the_visitor(parts: Parts) -> Parts:
    """Adds its own word on the origin to the visitor's, so that the admin UI hears two."""
    return replace(parts, proxy_rules=_SaysItBeside)


@mutant(breaks="same-origin.trusted-proxies-name-the-origin")
def trusts_no_proxy(parts: Parts) -> Parts:
    """Does not believe the proxies that it was told to trust."""
    return replace(parts, forwarded=_TrustsNobody)


@mutant(breaks="same-origin.request-headers-pass")
def keeps_credentials(parts: Parts) -> Parts:
    """Keeps the visitor's Authorization header to itself."""
    return replace(parts, proxy_rules=_KeepsCredentials)


@mutant(breaks="same-origin.repeated-request-headers-pass")
def keeps_the_last_of_each(parts: Parts) -> Parts:
    """Passes on one header of each name, the last."""
    return replace(parts, proxy_rules=_KeepsTheLast)


@mutant(breaks="same-origin.hop-by-hop-requests-stop")
def passes_proxy_credentials(parts: Parts) -> Parts:
    """Passes on what the visitor meant for the gateway's own connection."""
    return replace(parts, proxy_rules=_ForwardsHopByHop)


@mutant(breaks="same-origin.connection-named-requests-stop")
def passes_what_connection_names(parts: Parts) -> Parts:
    """Passes on the headers that the visitor's Connection header names."""
    return replace(parts, proxy_rules=_PassesWhatConnectionNames)


@mutant(breaks="same-origin.every-connection-header-counts")
def reads_one_connection_header(parts: Parts) -> Parts:
    """Looks only at the first Connection header for the names of headers to stop."""
    return replace(parts, proxy_rules=_ReadsOneConnectionHeader)


class _PassesTheHost(ProxyRules):
    def request_headers(self, inbound: Inbound) -> Headers:
        own = [pair for pair in super().request_headers(inbound) if pair[0].lower() != "host"]
        return [*(("host", host) for host in rfc9112.values_of("host", inbound.headers)), *own]


class _LeavesOutThePort(ProxyRules):
    def forwarded_headers(self, inbound: Inbound) -> Headers:
        pairs = dict(super().forwarded_headers(inbound))
        scheme, _, host = pairs[ORIGIN].partition("://")
        return list({**pairs, ORIGIN: f"{scheme}://{host.rpartition(':')[0] or host}"}.items())


class _BelievesEveryone(Forwarded):
    def trusts(self, peer: str) -> bool:  # noqa: ARG002 - whoever it is
        return True

    def _said(self, name: str, headers: Fields, peer: str) -> str | None:  # noqa: ARG002 - whoever it is
        return next(iter(rfc9112.values_of(name, headers)), None)


class _SaysItBeside(ProxyRules):
    def claims_to_be_forwarded(self, name: str, peer: str) -> bool:  # noqa: ARG002 - whoever it is
        return False


class _TrustsNobody(Forwarded):
    def trusts(self, peer: str) -> bool:  # noqa: ARG002 - whoever it is
        return False

    def _said(self, name: str, headers: Fields, peer: str) -> str | None:  # noqa: ARG002 - whatever it says
        return None


class _KeepsCredentials(ProxyRules):
    def request_headers(self, inbound: Inbound) -> Headers:
        return [pair for pair in super().request_headers(inbound) if pair[0].lower() != "authorization"]


class _KeepsTheLast(ProxyRules):
    def request_headers(self, inbound: Inbound) -> Headers:
        return list(
            {name.lower(): (name, value) for name, value in super().request_headers(inbound)}.values()
        )


class _ForwardsHopByHop(ProxyRules):
    def request_headers(self, inbound: Inbound) -> Headers:
        framing = {"transfer-encoding", "connection"}
        kept = [pair for pair in inbound.headers if pair[0].lower() in HOP_BY_HOP - framing]
        return [*super().request_headers(inbound), *kept]


class _PassesWhatConnectionNames(ProxyRules):
    def named_by_connection(self, headers: Fields) -> frozenset[str]:  # noqa: ARG002 - it does not look
        return frozenset()


class _ReadsOneConnectionHeader(ProxyRules):
    def named_by_connection(self, headers: Fields) -> frozenset[str]:
        first = next((pair for pair in headers if pair[0].lower() == "connection"), None)
        return super().named_by_connection((first,) if first else ())
