"""Who the client says it spoke to: its own `x-forwarded-*` counts only when a trusted proxy says it."""

import ipaddress
from collections.abc import Iterable

from reference_gateway.http import rfc9112
from reference_gateway.http.rfc9112 import Fields

HOST = "x-forwarded-host"
PROTO = "x-forwarded-proto"
ORIGIN = "x-forwarded-origin"

DEFAULT_PORTS = {"http": ":80", "https": ":443"}


class TrustedPeers:
    """The proxies in front of us, as networks (`server.trusted_proxies`); by default none."""

    def __init__(self, networks: Iterable[str] = ()) -> None:
        self._networks = [ipaddress.ip_interface(network).network for network in networks]

    def trusts(self, peer: str) -> bool:
        """Whether the connection from *peer*, an IP address, is a trusted proxy's."""
        if not self._networks:
            return False
        address = ipaddress.ip_address(peer)
        mapped = getattr(address, "ipv4_mapped", None)
        return any((mapped or address) in network for network in self._networks)


class Forwarded:
    """The scheme and host of a request as its client sees them."""

    def __init__(self, trusted: TrustedPeers) -> None:
        self._trusted = trusted

    def trusts(self, peer: str) -> bool:
        """Whether *peer*'s `x-forwarded-*` is believed."""
        return self._trusted.trusts(peer)

    def proto(self, headers: Fields, peer: str) -> str:
        """`https` only when a trusted proxy says so; its first word counts when several were collected."""
        said = self._said(PROTO, headers, peer)
        return said.lower() if said is not None and said.lower() in DEFAULT_PORTS else "http"

    def host(self, headers: Fields, peer: str) -> str | None:
        """The host with its port as the client named it; None when it named none."""
        said = self._said(HOST, headers, peer)
        if said is not None and rfc9112.is_authority(said):
            return said
        return next(iter(rfc9112.values_of("host", headers)), None)

    def _said(self, name: str, headers: Fields, peer: str) -> str | None:
        if not self._trusted.trusts(peer):
            return None
        values = rfc9112.values_of(name, headers)
        return values[0].partition(",")[0].strip() if values else None


class OriginRule:
    """An unsafe request that carries the session cookie must come from this gateway's own pages."""

    def __init__(self, forwarded: Forwarded) -> None:
        self._forwarded = forwarded

    def admits(self, sent: str | None, site: str | None, headers: Fields, peer: str) -> bool:
        """Whether a page of this origin sent the request, or no page at all.

        A browser names the Origin of each write, and beside it or instead in which site the page lies
        (`Sec-Fetch-Site`). What comes without both was sent by a program that was given the cookie, such as
        the admin UI's server. The scheme is compared only when a trusted proxy tells us ours: without one we
        cannot know it.
        """
        if sent is None:
            return site in {None, "same-origin"}
        host = self._forwarded.host(headers, peer)
        if host is None:
            return False
        scheme, _, authority = sent.lower().partition("://")
        if scheme not in DEFAULT_PORTS:
            return False
        knows_scheme = self._forwarded.trusts(peer) and bool(rfc9112.values_of(PROTO, headers))
        if knows_scheme and scheme != self._forwarded.proto(headers, peer):
            return False
        default_port = DEFAULT_PORTS[scheme]
        return authority.removesuffix(default_port) == host.lower().removesuffix(default_port)
