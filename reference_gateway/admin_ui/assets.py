"""Static files: the hashed ones may be kept for ever, the named ones for five minutes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import resources
from pathlib import PurePosixPath

from falcon import HTTP_304, Request, Response

IMMUTABLE = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300"

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_HASHED = frozenset({".css", ".js"})


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, ready to be sent."""

    content: bytes
    content_type: str
    cache_control: str
    etag: str


class Assets:
    """Every file of `static/`, read once.

    Style sheets and scripts are served under `/assets/` with the digest of their content in the name, so a
    new release is a new address; icons and robots.txt keep the names that browsers and crawlers look for
    (observed gateway, 13.4).
    """

    def __init__(self, base_path: str) -> None:
        self._by_path: dict[str, Asset] = {}
        self._urls: dict[str, str] = {}
        folder = resources.files("reference_gateway.admin_ui").joinpath("static")
        for file in folder.iterdir():
            self._add(base_path, PurePosixPath(file.name), file.read_bytes())

    def url(self, name: str) -> str:
        """The address of a file, for a page to name."""
        return self._urls[name]

    def find(self, path: str) -> Asset | None:
        """The asset at a request path, base path included; None when there is none."""
        return self._by_path.get(path)

    def _add(self, base_path: str, name: PurePosixPath, content: bytes) -> None:
        digest = hashlib.sha256(content).hexdigest()[:12]
        is_hashed = name.suffix in _HASHED
        url = f"{base_path}/assets/{name.stem}.{digest}{name.suffix}" if is_hashed else f"{base_path}/{name}"
        self._urls[str(name)] = url
        kept = IMMUTABLE if is_hashed else SHORT
        self._by_path[url] = Asset(content, _TYPES[name.suffix], kept, etag=f'"{digest}"')


def send(req: Request, resp: Response, asset: Asset) -> None:
    """Answer with an asset, or with 304 when the browser already holds this very content."""
    resp.set_header("cache-control", asset.cache_control)
    resp.set_header("etag", asset.etag)
    if asset.etag in (req.get_header("if-none-match") or ""):
        resp.status = HTTP_304
        return
    resp.content_type = asset.content_type
    resp.data = asset.content


def looks_static(path: str) -> bool:
    """Whether a path names a file rather than a page: its last part has an extension, or it is an asset's."""
    return "/assets/" in path or bool(PurePosixPath(path).suffix)
