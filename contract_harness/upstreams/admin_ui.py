"""A simulated admin UI: any path is a small page, every request is on record."""

from __future__ import annotations

from contract_harness.upstreams.http_server import Answer, Upstream

PAGE = b"<!doctype html><html><head><title>Admin</title></head><body><h1>Simulated</h1></body></html>"
"""The page it serves unless told otherwise."""

WORDS = b"so be it"
"""The body of a scripted answer where nothing depends on it; no page."""


class SimulatedAdminUi(Upstream):
    """Answers 200 with `PAGE` as `text/html; charset=utf-8` until told otherwise."""

    def __init__(self) -> None:
        super().__init__(Answer(headers=(("Content-Type", "text/html; charset=utf-8"),), body=PAGE))
