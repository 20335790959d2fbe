"""The canary: wrong about everything that can be asked of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.http.dispatch import Dispatch
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.http.wsgi import StartResponse
    from reference_gateway.wiring import Parts


@mutant(breaks="same-origin.three-surfaces-answer", canary=True)
def answers_nothing_but_its_health(parts: Parts) -> Parts:
    """Says that it is ready, and answers everything else with an empty page."""
    return replace(parts, dispatch=_AnswersNothing)


class _AnswersNothing(Dispatch):
    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/readyz":
            return super().__call__(environ, start_response)
        start_response("200 OK", [("content-type", "text/html"), ("content-length", "0")])
        return []
