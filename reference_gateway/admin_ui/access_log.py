"""What the admin UI logs: one line an event, whatever a visitor put into it, and no address of his making."""

from __future__ import annotations

import logging
import re
import sys

from falcon import HTTP_METHODS, Request

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""What would end a line, or move a terminal's cursor."""


class OneLine(logging.Formatter):
    """`2026-04-24 09:30:00,000 INFO GET /admin/login 200 3 ms`; a traceback follows, indented."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """The line itself."""
        return _escaped(super().formatMessage(record))

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging's name
        """The traceback."""
        raised = super().formatException(ei)  # type: ignore[arg-type]  # as logging passes it
        return "\n".join("    " + _escaped(line) for line in raised.splitlines())


def begin() -> None:
    """Log to standard output."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(OneLine())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    # waitress warns once per queued request, which is noise here: a queue of pages is normal.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def place_of(request: Request, asset: str | None) -> str:
    """The route, or the path of a shipped file; an address that leads to neither may hold a secret."""
    return request.uri_template or asset or "(no page)"


def method_of(request: Request) -> str:
    """The method, if it is one."""
    return request.method if request.method in HTTP_METHODS else "(no method)"


def _escaped(line: str) -> str:
    return _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), line)
