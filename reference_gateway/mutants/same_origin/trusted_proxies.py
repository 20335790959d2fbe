"""Deaf to what a trusted proxy knows of the address in the browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.http.forwarded import PORT, Forwarded
from reference_gateway.http.proxy.rules import Inbound, ProxyRules
from reference_gateway.http.rfc9112 import Fields
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="same-origin.trusted-proxies-name-the-port")
def hears_no_port(parts: Parts) -> Parts:
    """Does not hear at which port a trusted proxy was asked."""
    return replace(parts, forwarded=_hears_no(PORT))


@mutant(breaks="same-origin.trusted-proxies-name-the-prefix")
def keeps_the_prefix_to_itself(parts: Parts) -> Parts:
    """Does not tell the admin UI which path a trusted proxy took away."""
    return replace(parts, proxy_rules=_KeepsThePrefix)


@mutant(breaks="same-origin.trusted-proxies-may-say-forwarded")
def reads_no_forwarded(parts: Parts) -> Parts:
    """Does not read the header of RFC 7239."""
    return replace(parts, forwarded=_ReadsNoForwarded)


def _hears_no(unheard: str) -> type[Forwarded]:
    class HearsNoForwarded(Forwarded):
        def _said(self, name: str, headers: Fields, peer: str) -> str | None:
            return None if name == unheard else super()._said(name, headers, peer)

    return HearsNoForwarded


class _KeepsThePrefix(ProxyRules):
    def prefix(self, inbound: Inbound) -> str:  # noqa: ARG002 - whatever it is
        return ""


class _ReadsNoForwarded(Forwarded):
    def _standard(self, headers: Fields) -> Mapping[str, str]:  # noqa: ARG002 - whatever it says
        return {}
