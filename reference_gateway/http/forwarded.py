"""
Which origin the client says it spoke to.

`server.public_base_url` settles it. Without, a trusted proxy's `x-forwarded-*` or `Forwarded` counts, and
else what the client itself wrote: `Host`, over plain http.
"""

import ipaddress
import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from reference_gateway.http import rfc7239, rfc9112
from reference_gateway.http.rfc9112 import Fields

HOST = "x-forwarded-host"
PROTO = "x-forwarded-proto"
FOR = "x-forwarded-for"
PORT = "x-forwarded-port"
PREFIX = "x-forwarded-prefix"
ORIGIN = "x-forwarded-origin"

DEFAULT_PORTS = {"http": ":80", "https": ":443"}

_STANDARD = {HOST: "host", PROTO: "proto"}
"""What `Forwarded` calls them."""
_PORT = re.compile(r"[1-9][0-9]{0,4}")
_HAS_PORT = re.compile(r":[0-9]*\Z")
_PATH = re.compile(r"(?:/[A-Za-z0-9._~!$&'()*+,;=:@-]+)*")


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
    """The scheme, host and prefix of a request as its client sees them."""

    def __init__(self, trusted: TrustedPeers, public_base_url: str | None = None) -> None:
        self._trusted = trusted
        self._public = None if public_base_url is None else _origin_of(public_base_url)

    def trusts(self, peer: str) -> bool:
        """Whether *peer*'s word is believed."""
        return self._trusted.trusts(peer)

    def proto(self, headers: Fields, peer: str) -> str:
        """`https` only when configured, or when a trusted proxy says so; of several words the first."""
        if self._public is not None:
            return self._public[0]
        said = self._said(PROTO, headers, peer)
        return said.lower() if said is not None and said.lower() in DEFAULT_PORTS else "http"

    def knows_proto(self, headers: Fields, peer: str) -> bool:
        """Whether `proto` was told; without that it is a guess."""
        return self._public is not None or self._said(PROTO, headers, peer) is not None

    def host(self, headers: Fields, peer: str) -> str | None:
        """The host with its port as the client named it; None when it named none."""
        if self._public is not None:
            return self._public[1]
        said = self._said(HOST, headers, peer)
        if said is None or not rfc9112.is_authority(said):
            said = next(iter(rfc9112.values_of("host", headers)), None)
        return None if said is None else _with_port(said, self._said(PORT, headers, peer))

    def prefix(self, headers: Fields, peer: str) -> str:
        """The path that a trusted proxy took away in front of ours: empty, or `/llm`."""
        if not self._trusted.trusts(peer):
            return ""
        path = (_first_word(PREFIX, headers) or "").rstrip("/")
        return path if _PATH.fullmatch(path) and not {".", ".."} & set(path.split("/")) else ""

    def client(self, headers: Fields, peer: str) -> str:
        """The address of the client: of those a trusted *peer* names, the nearest that is no proxy's."""
        if not self._trusted.trusts(peer):
            return peer
        said = ",".join(rfc9112.values_of(FOR, headers))
        nodes = said.split(",") if said else self._standard_nodes(headers)
        for node in reversed(nodes):
            address = rfc7239.address_of(node.strip())
            if address is None or not _is_address(address):
                break  # nobody knows what comes before it
            peer = address
            if not self._trusted.trusts(peer):
                break
        return peer

    def _standard_nodes(self, headers: Fields) -> list[str]:
        elements = rfc7239.elements(rfc9112.values_of("forwarded", headers))
        return [element.get("for", "") for element in elements]

    def _said(self, name: str, headers: Fields, peer: str) -> str | None:
        """A trusted proxy's word.

        Who says `x-forwarded-*` is not asked for `Forwarded` as well, which may be the client's own, passed
        on. Where the two contradict each other one of them is, and neither is believed.
        """
        if not self._trusted.trusts(peer):
            return None
        own = {one: word for one in (HOST, PROTO, PORT) if (word := _first_word(one, headers)) is not None}
        standard = self._standard(headers)
        if not own:
            return standard.get(name)
        return None if _contradict(own, standard) else own.get(name)

    def _standard(self, headers: Fields) -> Mapping[str, str]:
        """What `Forwarded` says, as far from us as the chain of trusted proxies reaches."""
        found: Mapping[str, str] = {}
        for found in reversed(rfc7239.elements(rfc9112.values_of("forwarded", headers))):
            address = rfc7239.address_of(found.get("for", ""))
            if address is None or not self._is_proxy(address):
                break
        return {name: found[said] for name, said in _STANDARD.items() if said in found}

    def _is_proxy(self, address: str) -> bool:
        try:
            return self._trusted.trusts(address)
        except ValueError:
            return False


class OriginRule:
    """An unsafe request that carries the session cookie must come from this gateway's own pages."""

    def __init__(self, forwarded: Forwarded) -> None:
        self._forwarded = forwarded

    def admits(self, sent: str | None, site: str | None, headers: Fields, peer: str) -> bool:
        """Whether a page of this origin sent the request, or no page at all.

        A browser names the Origin of each write, and beside it or instead in which site the page lies
        (`Sec-Fetch-Site`). What comes without both was sent by a program that was given the cookie, such as
        the admin UI's server. The scheme is compared only when somebody told us ours: without that we cannot
        know it.
        """
        if sent is None:
            return site in {None, "same-origin"}
        host = self._forwarded.host(headers, peer)
        if host is None:
            return False
        scheme, _, authority = sent.lower().partition("://")
        if scheme not in DEFAULT_PORTS:
            return False
        if self._forwarded.knows_proto(headers, peer) and scheme != self._forwarded.proto(headers, peer):
            return False
        return _bare(authority, scheme) == _bare(host, scheme)

    def own(self, headers: Fields, peer: str) -> str:
        """The origin that a page would have to be of, for a log."""
        host = self._forwarded.host(headers, peer) or "(no host)"
        return f"{self._forwarded.proto(headers, peer)}://{host}"


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _origin_of(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, _bare(parts.netloc, parts.scheme)


def _with_port(host: str, port: str | None) -> str:
    """The *host* with the *port*, when it names none of its own.

    The ports of http and of https are left out under either scheme: behind something that ends TLS, a proxy
    that listens at 80 says 80.
    """
    if port is None or _HAS_PORT.search(host.rpartition("]")[2]) or not _PORT.fullmatch(port):
        return host
    return host if f":{port}" in DEFAULT_PORTS.values() or int(port) > 65535 else f"{host}:{port}"


def _contradict(own: Mapping[str, str], standard: Mapping[str, str]) -> bool:
    if PROTO in own and own[PROTO].lower() != standard.get(PROTO, own[PROTO]).lower():
        return True
    if HOST not in own or HOST not in standard:
        return False
    scheme = own.get(PROTO, standard.get(PROTO, "")).lower()
    return _bare(_with_port(own[HOST], own.get(PORT)), scheme) != _bare(standard[HOST], scheme)


def _bare(authority: str, scheme: str) -> str:
    """In lower case and without its scheme's default port, which browsers leave out of `Origin`."""
    return authority.lower().removesuffix(DEFAULT_PORTS.get(scheme, "\0"))


def _first_word(name: str, headers: Fields) -> str | None:
    values = rfc9112.values_of(name, headers)
    return values[0].partition(",")[0].strip() if values else None
