"""Wrong about some ids of models."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.mutants import mutant
from reference_gateway.mutants.inference._wrong import asked_for, listing

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="inference.models-are-listed")
def tells_an_age_in_words(parts: Parts) -> Parts:
    """Says as text when a model was made."""
    return replace(parts, create_app=listing(lambda models: [{**one, "created": "0"} for one in models]))


@mutant(breaks="inference.models-are-listed")
def lists_ids_without_slashes(parts: Parts) -> Parts:
    """Lists the last part of an id alone."""

    def shortened(models: list[dict[str, object]]) -> list[dict[str, object]]:
        return [{**one, "id": str(one["id"]).rpartition("/")[2]} for one in models]

    return replace(parts, create_app=listing(shortened))


@mutant(breaks="inference.model-is-described")
def ends_an_id_at_its_slash(parts: Parts) -> Parts:
    """Takes the first segment of a path for the id."""
    return replace(parts, create_app=asked_for(lambda path: path.partition("/")[0]))


@mutant(breaks="inference.model-is-described")
def decodes_no_slash(parts: Parts) -> Parts:
    """Takes an encoded slash for three letters."""
    return replace(parts, create_app=asked_for(lambda path: path.replace("%", "%25")))


@mutant(breaks="inference.model-is-described")
def folds_the_case_of_an_id(parts: Parts) -> Parts:
    """Finds a model by an id in capitals."""
    return replace(parts, create_app=asked_for(str.lower))
