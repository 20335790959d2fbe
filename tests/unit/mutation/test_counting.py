"""The figure is of what was tried, and nothing tried is nothing noticed."""

from __future__ import annotations

import json
from pathlib import Path

from tests.mutation.counting import Count, counted


def test_each_end_counts_as_what_it_is(tmp_path: Path) -> None:
    """Noticed by a failing test or by hanging, not noticed, not reached, refused by types, not tried yet."""
    file = tmp_path / "gateway" / "rules.py.meta"
    file.parent.mkdir()
    codes = {"fails": 1, "hangs": 36, "lives": 0, "unreached": 33, "mistyped": 37, "later": None}
    names = {f"gateway.rules.{name}": code for name, code in codes.items()}
    file.write_text(json.dumps({"exit_code_by_key": names}), "utf-8")
    ((module, count),) = counted(tmp_path, [])

    assert "gateway.rules" == module
    assert (2, 1, 0.5) == (count.killed, count.unknown, count.share)
    assert {
        "gateway.rules.lives": "survived",
        "gateway.rules.unreached": "no test reaches it",
    } == count.survivors
    assert [] == list(counted(tmp_path, ["gateway.store.*"]))
    assert 0.0 == Count(0, {}, 3).share
