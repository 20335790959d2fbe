"""Wrong about embeddings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.mutants import mutant
from reference_gateway.mutants.inference._wrong import Document, embedding, sending

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="inference.embeddings-pass")
def names_the_model_of_the_vectors(parts: Parts) -> Parts:
    """Answers under the provider's name of the model."""
    return replace(parts, inference=embedding(lambda answer: {**answer, "model": "text-embedding-3-small"}))


@mutant(breaks="inference.embedding-requests-pass")
def embeds_the_first_text(parts: Parts) -> Parts:
    """Sends the first of several texts."""

    def first(body: Document) -> Document:
        wanted = body.get("input")
        return {**body, "input": wanted[0]} if isinstance(wanted, list) else body

    return replace(parts, openai_compat=sending(first))
