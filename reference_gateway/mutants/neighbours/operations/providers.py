"""Wrong about one status of a provider that fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.domain.errors import UpstreamHttpError
from reference_gateway.mutants import mutant
from reference_gateway.providers.exchange import Exchange, Head
from reference_gateway.providers.openai_compat import OpenAiCompat

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="operations.provider-failures-are-discreet")
def quotes_a_provider_that_is_overrun(parts: Parts) -> Parts:
    """Tells the caller what a provider said that was asked too often."""
    return replace(parts, openai_compat=_QuotesTheOverrun)


@mutant(breaks="operations.provider-failures-are-discreet")
def blames_the_caller_for_a_bad_request(parts: Parts) -> Parts:
    """Tells a provider's word about a request of its own as if it were about the caller's."""
    return replace(parts, openai_compat=_BlamesTheCaller)


class _RemembersOneAnswer(Exchange):
    said = ""

    def post(self, url: str, payload: bytes, headers: Mapping[str, str]) -> tuple[Head, bytes]:
        head, body = super().post(url, payload, headers)
        self.said = body.decode("utf-8", "replace")
        return head, body


class _QuotesInPart(OpenAiCompat):
    quoted = 0

    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]  # whatever it is given
        self._exchange = self._remembers = _RemembersOneAnswer(total_s=60)

    def refusal(self, status: int) -> UpstreamHttpError:
        error = super().refusal(status)
        if status == self.quoted:
            error.args = (f"{error}: {self._remembers.said}",)
        return error


class _QuotesTheOverrun(_QuotesInPart):
    quoted = 429


class _BlamesTheCaller(_QuotesInPart):
    quoted = 400
