"""Wrong about some vectors and some forms of a text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.mutants import mutant
from reference_gateway.mutants.inference._wrong import Document, embedding, sending, without

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="inference.embeddings-pass")
def rounds_vectors(parts: Parts) -> Parts:
    """Rounds the numbers of a vector."""

    def rounded(answer: Document) -> Document:
        vectors = answer["data"]
        for one in vectors:
            if isinstance(one["embedding"], list):
                one["embedding"] = [round(number, 6) for number in one["embedding"]]
        return {**answer, "data": vectors}

    return replace(parts, inference=embedding(rounded))


@mutant(breaks="inference.embeddings-pass")
def sorts_vectors(parts: Parts) -> Parts:
    """Puts vectors in the order of their index."""

    def by_index(answer: Document) -> Document:
        return {**answer, "data": sorted(answer["data"], key=lambda one: int(one["index"]))}

    return replace(parts, inference=embedding(by_index))


@mutant(breaks="inference.embedding-requests-pass")
def embeds_texts_alone(parts: Parts) -> Parts:
    """Sends tokens as a text."""

    def as_text(body: Document) -> Document:
        wanted = body.get("input")
        is_tokens = isinstance(wanted, list) and all(isinstance(one, int) for one in wanted)
        return {**body, "input": " ".join(map(str, wanted))} if is_tokens and wanted else body

    return replace(parts, openai_compat=sending(as_text))


@mutant(breaks="inference.embedding-requests-pass")
def chooses_the_encoding(parts: Parts) -> Parts:
    """Asks for numbers whatever the caller asked for."""
    return replace(parts, openai_compat=sending(without("encoding_format", "dimensions")))
