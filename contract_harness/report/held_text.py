"""What to type beside an example that is left standing: comments for a person, and lines for a shell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contract_harness.evidence.repro import shell_word
from contract_harness.report.failure_text import SHOWN_AGAIN
from contract_harness.report.model import titled


def lines(held: Mapping[str, Any]) -> Iterator[str]:
    """A shell script: what broke, a variable for each secret and place, and the line that repeats it.

    Args:
        held: the event of the example.
    """
    facts = {
        "clause": f"{held['clause']} at {held['target']}",
        "example": titled(held["example"], held["row"]),
        "promised": held["promised"],
        "observed": held["observed"],
    }
    yield from (f"# {name:<9} {' '.join(fact.split())}" for name, fact in facts.items())
    yield "# All of it stands until Ctrl-C here. For another shell; the secrets are made up, and end with it:"
    for name in held["withheld"]:
        yield f"# {name} was not made up and is not shown: export it yourself, before these."
    for name, value in held["variables"].items():
        yield f"export {name}={shell_word(value, held['withheld'])}"
    if held["again"]:
        yield f"# again     {SHOWN_AGAIN[held['again_shows']]}"
        yield held["again"]
    else:
        yield "# Nothing was said or run that could be repeated: look around."
