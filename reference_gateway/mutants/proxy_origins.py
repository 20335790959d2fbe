"""Wrong about the origin that the admin UI is told, or about whose word on it counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.http import rfc9112
from reference_gateway.http.forwarded import ORIGIN, Forwarded
from reference_gateway.http.proxy.rules import Inbound, ProxyRules
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


@mutant(breaks="same-origin.loaders-use-the-visitors-cookie")
def names_the_uis_own_origin(parts: Parts) -> Parts:
    """Tells the admin UI that the visitor sees it at the admin UI's own address."""
    return replace(parts, proxy_rules=_NamesTheUpstream)


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


class _NamesTheUpstream(ProxyRules):
    def forwarded_headers(self, inbound: Inbound) -> Headers:
        pairs = dict(super().forwarded_headers(inbound))
        return list({**pairs, ORIGIN: f"http://{self._upstream.authority}"}.items())
