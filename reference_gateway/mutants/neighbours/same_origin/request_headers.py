"""Wrong about the headers of requests that stand beside those that are looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from reference_gateway.http import rfc9112
from reference_gateway.http.forwarded import HOST, ORIGIN, PROTO, Forwarded, TrustedPeers
from reference_gateway.http.proxy.rules import HOP_BY_HOP, Inbound, ProxyRules
from reference_gateway.http.rfc9112 import Fields
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts

Headers = list[tuple[str, str]]


@mutant(breaks="same-origin.request-headers-pass")
def forgets_conditions_on_time(parts: Parts) -> Parts:
    """Keeps it to itself since when the visitor has a page."""
    return replace(parts, proxy_rules=_without(lambda name, _: name.lower() == "if-modified-since"))


@mutant(breaks="same-origin.request-headers-pass")
def drops_empty_headers(parts: Parts) -> Parts:
    """Leaves out a header that the visitor sends without a value."""
    return replace(parts, proxy_rules=_without(lambda _, value: not value))


@mutant(breaks="same-origin.request-headers-pass")
def keeps_the_cookies_of_writes(parts: Parts) -> Parts:
    """Keeps the cookies of whatever is no GET from the admin UI."""
    return replace(parts, proxy_rules=_KeepsCookiesOfWrites)


@mutant(breaks="same-origin.repeated-request-headers-pass")
def makes_equal_neighbours_one(parts: Parts) -> Parts:
    """Passes on one of two equal headers that stand one behind the other."""
    return replace(parts, proxy_rules=_MakesEqualNeighboursOne)


@mutant(breaks="same-origin.repeated-request-headers-pass")
def keeps_one_spelling(parts: Parts) -> Parts:
    """Passes on the headers that are spelt as the first of their name, and no others of it."""
    return replace(parts, proxy_rules=_KeepsOneSpelling)


@mutant(breaks="same-origin.host-is-the-upstreams")
def passes_a_host_without_a_port(parts: Parts) -> Parts:
    """Addresses the admin UI by the visitor's host where that names no port."""
    return replace(parts, proxy_rules=_passes_the_host(lambda _, host: ":" not in host))


@mutant(breaks="same-origin.host-is-the-upstreams")
def passes_the_host_of_forms(parts: Parts) -> Parts:
    """Addresses the admin UI by the visitor's host when a form is sent."""
    return replace(parts, proxy_rules=_passes_the_host(lambda inbound, _: inbound.method == "POST"))


@mutant(breaks="same-origin.public-origin-is-told")
def tells_pages_only(parts: Parts) -> Parts:
    """Tells the admin UI its origin with a GET alone."""
    return replace(parts, proxy_rules=_TellsPagesOnly)


@mutant(breaks="same-origin.public-origin-is-told")
def tells_the_last_labels(parts: Parts) -> Parts:
    """Tells the admin UI the last two labels of a longer name."""
    return replace(parts, proxy_rules=_TellsTheLastLabels)


@mutant(breaks="same-origin.hop-by-hop-requests-stop")
def knows_one_spelling(parts: Parts) -> Parts:
    """Stops hop-by-hop headers as they are usually spelt, and in no other case."""
    return replace(parts, proxy_rules=_lets_pass(lambda _, name: name != name.title() and name != "TE"))


@mutant(breaks="same-origin.hop-by-hop-requests-stop")
def passes_what_forms_say_of_their_connection(parts: Parts) -> Parts:
    """Passes on the hop-by-hop headers of a POST."""
    return replace(parts, proxy_rules=_lets_pass(lambda inbound, _: inbound.method == "POST"))


@mutant(breaks="same-origin.hop-by-hop-requests-stop")
def passes_offers_of_websockets(parts: Parts) -> Parts:
    """Passes on an offer to upgrade to WebSocket that it could not keep."""
    return replace(parts, proxy_rules=_OffersWebSockets)


@mutant(breaks="same-origin.connection-named-requests-stop")
def parts_names_at_comma_and_space(parts: Parts) -> Parts:
    """Reads a list of names in a Connection header only where a space stands behind each comma."""
    return replace(parts, proxy_rules=_PartsAtCommaAndSpace)


@mutant(breaks="same-origin.connection-named-requests-stop")
def stops_what_stands_before_an_empty_name(parts: Parts) -> Parts:
    """Reads a list of names in a Connection header as far as the first empty one."""
    return replace(parts, proxy_rules=_ReadsToAnEmptyName)


@mutant(breaks="same-origin.every-connection-header-counts")
def reads_two_connection_headers(parts: Parts) -> Parts:
    """Looks at the first two Connection headers for the names of headers to stop."""
    return replace(parts, proxy_rules=_ReadsTwoConnectionHeaders)


@mutant(breaks="same-origin.every-connection-header-counts")
def reads_connection_headers_of_one_spelling(parts: Parts) -> Parts:
    """Looks at the Connection headers that are spelt as the first one."""
    return replace(parts, proxy_rules=_ReadsOneSpelling)


@mutant(breaks="same-origin.visitors-do-not-name-the-origin")
def repeats_what_is_shouted(parts: Parts) -> Parts:
    """Passes on what a visitor says of the origin in capital letters."""
    return replace(parts, proxy_rules=_RepeatsShouts)


@mutant(breaks="same-origin.visitors-do-not-name-the-origin")
def believes_forms(parts: Parts) -> Parts:
    """Passes on what a visitor says of the origin together with a form."""
    return replace(parts, proxy_rules=_BelievesForms)


@mutant(breaks="same-origin.visitors-do-not-name-the-origin")
def repeats_the_standard_header(parts: Parts) -> Parts:
    """Passes on what a visitor says of the origin in the header of RFC 7239."""
    return replace(parts, proxy_rules=_RepeatsForwarded)


@mutant(breaks="same-origin.trusted-proxies-name-the-origin")
def trusts_everybody_once_it_trusts(parts: Parts) -> Parts:
    """Trusts every peer as soon as it is told to trust some."""
    return replace(parts, trusted_peers=_TrustsEverybody)


@mutant(breaks="same-origin.trusted-proxies-name-the-origin")
def hears_the_host_alone(parts: Parts) -> Parts:
    """Does not hear the scheme from a trusted proxy that names no host."""
    return replace(parts, forwarded=_HearsTheHostAlone)


def _without(is_dropped: Callable[[str, str], bool]) -> type[ProxyRules]:
    class WithoutRules(ProxyRules):
        def request_headers(self, inbound: Inbound) -> Headers:
            return [pair for pair in super().request_headers(inbound) if not is_dropped(*pair)]

    return WithoutRules


def _passes_the_host(is_passed: Callable[[Inbound, str], bool]) -> type[ProxyRules]:
    class PassesTheHostRules(ProxyRules):
        def request_headers(self, inbound: Inbound) -> Headers:
            said = next(iter(rfc9112.values_of("host", inbound.headers)), "")
            own = super().request_headers(inbound)
            return [("host", said), *own[1:]] if said and is_passed(inbound, said) else own

    return PassesTheHostRules


def _lets_pass(is_let: Callable[[Inbound, str], bool]) -> type[ProxyRules]:
    class LetsPassRules(ProxyRules):
        def request_headers(self, inbound: Inbound) -> Headers:
            kinds = HOP_BY_HOP - {"connection", "transfer-encoding"}
            let = [one for one in inbound.headers if one[0].lower() in kinds and is_let(inbound, one[0])]
            return [*super().request_headers(inbound), *let]

    return LetsPassRules


class _KeepsCookiesOfWrites(ProxyRules):
    def request_headers(self, inbound: Inbound) -> Headers:
        passing = super().request_headers(inbound)
        return [pair for pair in passing if inbound.method == "GET" or pair[0].lower() != "cookie"]


class _MakesEqualNeighboursOne(ProxyRules):
    def request_headers(self, inbound: Inbound) -> Headers:
        return [pair for pair, _ in groupby(super().request_headers(inbound))]


class _KeepsOneSpelling(ProxyRules):
    def request_headers(self, inbound: Inbound) -> Headers:
        passing = super().request_headers(inbound)
        spelt: dict[str, str] = {}
        return [pair for pair in passing if spelt.setdefault(pair[0].lower(), pair[0]) == pair[0]]


class _TellsPagesOnly(ProxyRules):
    def forwarded_headers(self, inbound: Inbound) -> Headers:
        return super().forwarded_headers(inbound) if inbound.method == "GET" else []


class _TellsTheLastLabels(ProxyRules):
    def forwarded_headers(self, inbound: Inbound) -> Headers:
        told = dict(super().forwarded_headers(inbound))
        host = told[HOST]
        if not host.endswith("example"):
            return list(told.items())
        short = ".".join(host.split(".")[-2:])
        return [(HOST, short), (PROTO, told[PROTO]), (ORIGIN, f"{told[PROTO]}://{short}")]


class _OffersWebSockets(ProxyRules):
    def request_headers(self, inbound: Inbound) -> Headers:
        offers = [one for one in inbound.headers if one[0].lower() == "upgrade" and one[1] == "websocket"]
        return [*super().request_headers(inbound), *offers]


class _PartsAtCommaAndSpace(ProxyRules):
    def named_by_connection(self, headers: Fields) -> frozenset[str]:
        values = rfc9112.values_of("connection", headers)
        return frozenset(name.lower() for value in values for name in value.split(", "))


class _ReadsToAnEmptyName(ProxyRules):
    def named_by_connection(self, headers: Fields) -> frozenset[str]:
        values = [value.partition(",,")[0] for value in rfc9112.values_of("connection", headers)]
        return super().named_by_connection(tuple(("connection", value) for value in values))


class _ReadsTwoConnectionHeaders(ProxyRules):
    def named_by_connection(self, headers: Fields) -> frozenset[str]:
        return super().named_by_connection(
            tuple(pair for pair in headers if pair[0].lower() == "connection")[:2]
        )


class _ReadsOneSpelling(ProxyRules):
    def named_by_connection(self, headers: Fields) -> frozenset[str]:
        spelt = next((name for name, _ in headers if name.lower() == "connection"), "")
        return super().named_by_connection(tuple(pair for pair in headers if pair[0] == spelt))


class _RepeatsShouts(ProxyRules):
    def claims_to_be_forwarded(self, name: str, peer: str) -> bool:
        return name != name.upper() and super().claims_to_be_forwarded(name, peer)


class _BelievesForms(ProxyRules):
    def request_headers(self, inbound: Inbound) -> Headers:
        said = [
            one for one in inbound.headers if super(_BelievesForms, self).claims_to_be_forwarded(one[0], "")
        ]
        return [*super().request_headers(inbound), *(said if inbound.method == "POST" else [])]


class _RepeatsForwarded(ProxyRules):
    def claims_to_be_forwarded(self, name: str, peer: str) -> bool:
        return name.lower() != "forwarded" and super().claims_to_be_forwarded(name, peer)


class _TrustsEverybody(TrustedPeers):
    def trusts(self, peer: str) -> bool:  # noqa: ARG002 - whoever it is
        return bool(self._networks)


class _HearsTheHostAlone(Forwarded):
    def proto(self, headers: Fields, peer: str) -> str:
        return super().proto(headers, peer) if rfc9112.values_of(HOST, headers) else "http"
