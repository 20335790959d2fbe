"""Wrong about what callers are told of a provider that failed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.domain.errors import UpstreamHttpError
from reference_gateway.mutants import mutant
from reference_gateway.providers.exchange import Exchange, Head
from reference_gateway.providers.openai_compat import OpenAiCompat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_gateway.wiring import Parts


@mutant(breaks="operations.provider-failures-are-discreet")
def passes_the_providers_status_on(parts: Parts) -> Parts:
    """Answers with the provider's own status, so that a refusal of the gateway looks like the caller's."""
    return replace(parts, openai_compat=_PassesTheStatusOn)


@mutant(breaks="operations.provider-failures-are-discreet")
def quotes_the_provider(parts: Parts) -> Parts:
    """Tells the caller what the provider said."""
    return replace(parts, openai_compat=_Quotes)


class _PassesTheStatusOn(OpenAiCompat):
    def refusal(self, status: int) -> UpstreamHttpError:
        return UpstreamHttpError(status)


class _Remembers(Exchange):
    said = ""

    def post(self, url: str, payload: bytes, headers: Mapping[str, str]) -> tuple[Head, bytes]:
        head, body = super().post(url, payload, headers)
        self.said = body.decode("utf-8", "replace")
        return head, body


class _Quotes(OpenAiCompat):
    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]  # whatever it is given
        self._exchange = self._remembers = _Remembers(total_s=60)

    def refusal(self, status: int) -> UpstreamHttpError:
        error = super().refusal(status)
        error.args = (f"{error}: {self._remembers.said}",)
        return error
