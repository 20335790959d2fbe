"""Wrong about a part of what trusted proxies say, or about whose word it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.http import rfc9112
from reference_gateway.http.forwarded import HOST, PORT, PREFIX, Forwarded
from reference_gateway.http.proxy.rules import Inbound, ProxyRules
from reference_gateway.http.rfc9112 import Fields
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="same-origin.trusted-proxies-name-the-port")
def completes_a_forwarded_host_alone(parts: Parts) -> Parts:
    """Adds the port to the host that a proxy names, and not to the one that it passes on."""
    return replace(parts, forwarded=_CompletesAForwardedHost)


@mutant(breaks="same-origin.trusted-proxies-name-the-port")
def writes_ports_that_nobody_writes(parts: Parts) -> Parts:
    """Adds the port of http and of https as well."""
    return replace(parts, forwarded=_WritesEveryPort)


@mutant(breaks="same-origin.trusted-proxies-name-the-port")
def takes_colons_for_a_port(parts: Parts) -> Parts:
    """Takes a host in IPv6 for one that has a port."""
    return replace(parts, forwarded=_TakesColonsForAPort)


@mutant(breaks="same-origin.trusted-proxies-name-the-prefix")
def tells_pages_the_prefix(parts: Parts) -> Parts:
    """Tells the prefix with a GET alone."""
    return replace(parts, proxy_rules=_TellsPagesThePrefix)


@mutant(breaks="same-origin.trusted-proxies-name-the-prefix")
def tells_the_first_segment(parts: Parts) -> Parts:
    """Tells the first segment of a longer prefix."""
    return replace(parts, proxy_rules=_TellsTheFirstSegment)


@mutant(breaks="same-origin.trusted-proxies-name-the-prefix")
def passes_on_the_prefix_of_visitors(parts: Parts) -> Parts:
    """Passes on what anybody says of a prefix."""
    return replace(parts, proxy_rules=_PassesOnPrefixes)


@mutant(breaks="same-origin.trusted-proxies-may-say-forwarded")
def reads_the_far_end_of_forwarded(parts: Parts) -> Parts:
    """Believes what a visitor said before a trusted proxy said more."""
    return replace(parts, forwarded=_ReadsTheFarEnd)


@mutant(breaks="same-origin.trusted-proxies-may-say-forwarded")
def reads_no_quotes(parts: Parts) -> Parts:
    """Does not read what stands in quotes in the header of RFC 7239."""
    return replace(parts, forwarded=_ReadsNoQuotes)


@mutant(breaks="same-origin.trusted-proxies-may-say-forwarded")
def reads_the_forwarded_of_anybody(parts: Parts) -> Parts:
    """Reads the header of RFC 7239 whoever sends it."""
    return replace(parts, forwarded=_ReadsAnybodys)


class _CompletesAForwardedHost(Forwarded):
    def _said(self, name: str, headers: Fields, peer: str) -> str | None:
        is_named = bool(rfc9112.values_of(HOST, headers))
        return super()._said(name, headers, peer) if is_named or name != PORT else None


class _WritesEveryPort(Forwarded):
    def host(self, headers: Fields, peer: str) -> str | None:
        found, port = super().host(headers, peer), self._said(PORT, headers, peer)
        return f"{found}:{port}" if found and port in ("80", "443") else found


class _TakesColonsForAPort(Forwarded):
    def host(self, headers: Fields, peer: str) -> str | None:
        found = super().host(headers, peer)
        return found.partition("]")[0] + "]" if found and found.startswith("[") else found


class _TellsPagesThePrefix(ProxyRules):
    def prefix(self, inbound: Inbound) -> str:
        return super().prefix(inbound) if inbound.method == "GET" else ""


class _TellsTheFirstSegment(ProxyRules):
    def prefix(self, inbound: Inbound) -> str:
        return "/".join(super().prefix(inbound).split("/")[:2])


class _PassesOnPrefixes(ProxyRules):
    def claims_to_be_forwarded(self, name: str, peer: str) -> bool:
        is_prefix = name.lower() == PREFIX and not self._forwarded.trusts(peer)
        return not is_prefix and super().claims_to_be_forwarded(name, peer)


class _ReadsTheFarEnd(Forwarded):
    def _is_proxy(self, address: str) -> bool:  # noqa: ARG002 - whoever it is
        return True


class _ReadsNoQuotes(Forwarded):
    def _standard(self, headers: Fields) -> Mapping[str, str]:
        return {name: said for name, said in super()._standard(headers).items() if ":" not in said}


class _ReadsAnybodys(Forwarded):
    def _said(self, name: str, headers: Fields, peer: str) -> str | None:
        return super()._said(name, headers, peer) or self._standard(headers).get(name)
