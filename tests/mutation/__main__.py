"""`python -m tests.mutation [PATTERN…]`: mutate, run the fast tests, say which changes nobody noticed.

A survivor is excused with a reason in `excused.toml`; an excuse for what is noticed after all fails, as do
a survivor without one and a share below nine tenths. Without a pattern all decisions are mutated, which takes
hours; `reference_gateway.services.migration.*` takes minutes. It runs one process, as niced as can be.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.given.places import ROOT
from tests.mutation.counting import Count, counted

EXCUSED = Path(__file__).with_name("excused.toml")
AIM = 0.9


def main(patterns: list[str]) -> int:
    """Mutate what *patterns* name and judge it; the exit code."""
    mutmut = [sys.executable, "-m", "mutmut", "run", "--max-children", "1", *patterns]
    os.nice(19)
    ran = subprocess.run(mutmut, cwd=ROOT, check=False)
    modules = dict(counted(ROOT / "mutants", patterns))
    if not modules:
        print("mutation: nothing was mutated: give no pattern, or one that names a mutated module.")
        return 2
    total = sum(modules.values(), start=Count(0, {}, 0))
    excused: dict[str, str] = tomllib.loads(EXCUSED.read_text("utf-8"))["excused"]
    print(f"\n{'module':<50} killed survived untried  share")
    for module, count in {**modules, "all of them": total}.items():
        print(
            f"{module:<50} {count.killed:>6} {len(count.survivors):>8} {count.unknown:>7} {count.share:6.1%}"
        )
    open_ended = {name: why for name, why in total.survivors.items() if name not in excused}
    stale = [name for name in excused if _was_tried(name, modules) and name not in total.survivors]
    for name, why in open_ended.items():
        print(f"survivor: {name} ({why}); kill it, or excuse it in {EXCUSED.relative_to(ROOT)}")
    for name in stale:
        print(f"stale excuse: {name} is noticed now, or is no more; remove it")
    is_whole = ran.returncode == 0 and not total.unknown
    return 0 if is_whole and not open_ended and not stale and total.share >= AIM else 1


def _was_tried(mutant: str, modules: dict[str, Count]) -> bool:
    return mutant.rpartition(".")[0] in modules


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
