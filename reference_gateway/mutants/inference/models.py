"""Wrong about the models of a key."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.mutants import mutant
from reference_gateway.mutants.inference._wrong import asked_for, listing

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="inference.models-are-listed")
def lists_names_alone(parts: Parts) -> Parts:
    """Lists the id of each model and nothing else."""
    return replace(parts, create_app=listing(lambda models: [{"id": one["id"]} for one in models]))


@mutant(breaks="inference.model-is-described")
def describes_no_model(parts: Parts) -> Parts:
    """Finds no model that is asked for by itself."""
    return replace(parts, create_app=asked_for(lambda _: "nothing"))
