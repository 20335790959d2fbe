"""Three faults to plant in it: each is one thing that people get wrong when they write a proxy."""

from __future__ import annotations

from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from tests.gateways.second_gateway.proxy import Proxy, climbs


class Fault(Proxy):
    """
    Something wrong.

    Attributes:
        breaks: the clause that must notice.
    """

    breaks: str


class NormalisesThePath(Fault):
    """Asks for the path as its URL library likes to write it."""

    breaks = "same-origin.raw-path-is-forwarded"

    def target(self, raw_path: str) -> URL:
        return URL(self.settings.upstream + raw_path)


class KeepsOneCookie(Fault):
    """Puts the admin UI's headers into a mapping that holds one of each name."""

    breaks = "same-origin.several-cookies-survive"

    def answer_headers(self, headers: CIMultiDictProxy[str]) -> CIMultiDict[str]:
        return CIMultiDict(dict(super().answer_headers(headers)))


class ProxiesTheNeighbours(Fault):
    """Takes every path for the admin UI's that begins like the base path."""

    breaks = "same-origin.neighbours-are-not-proxied"

    def owns(self, path: str) -> bool:
        return path.startswith(self.settings.base_path) and not climbs(path)


FAULTS: dict[str, type[Fault]] = {
    "normalises-the-path": NormalisesThePath,
    "keeps-one-cookie": KeepsOneCookie,
    "proxies-the-neighbours": ProxiesTheNeighbours,
}
