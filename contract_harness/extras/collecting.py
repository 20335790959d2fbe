"""Reading a folder of extra features: its clauses, and everything that would be wrong with running them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from contract_harness.errors import BadExtras
from contract_harness.ledger.clauses import Clause, Ledger, Tier, clauses_in
from contract_harness.ledger.rules import faults

STEPS_FOLDER = "steps"


@dataclass(frozen=True, slots=True)
class Extras:
    """An adopter's own scenarios.

    Attributes:
        clauses: each of the tier `extra`, its profile the first half of its id.
        step_files: modules with steps and fixtures of their own.
    """

    clauses: tuple[Clause, ...]
    step_files: tuple[Path, ...]

    def beside(self, ledger: Ledger) -> Ledger:
        """The ledger with these clauses behind the contract's own; its digest stays the contract's."""
        return replace(ledger, clauses=(*ledger.clauses, *self.clauses))


def read_extras(folder: Path, ledger: Ledger) -> Extras:
    """The extra clauses under *folder*, sound beside those of *ledger*; nothing is run.

    Raises:
        BadExtras: the folder, a feature file, an id, an example's name, a step or a step module is wrong.
        UnreadableFeature: a file is not Gherkin.
    """
    if not folder.is_dir():
        raise BadExtras(f"{folder} is no folder: give the folder that holds your .feature files.")
    files = sorted(folder.rglob("*.feature"))
    if not files:
        raise BadExtras(f"{folder} holds no .feature file: put your scenarios there.")
    extras = Extras(
        tuple(clause for file in files for clause in _clauses_of(file)),
        tuple(sorted((folder / STEPS_FOLDER).glob("*.py"))),
    )
    _refuse(_taken(extras.clauses, ledger) or _unsound(extras, ledger))
    # Imported here: only a run with extras pays for every step module in this process.
    from contract_harness.extras.binding import unbound
    from contract_harness.extras.modules import StepModules

    modules = StepModules.loaded(extras.step_files)
    _refuse(list(modules.intrusions(ledger)) or list(unbound(files, modules.definitions)))
    return extras


def _clauses_of(file: Path) -> Iterator[Clause]:
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadExtras(f"{file} cannot be read as UTF-8 text ({error}): correct the file.") from None
    for clause in clauses_in(file, file.parent, text):
        if clause.tiers:
            tier = clause.tiers[0].value
            raise BadExtras(f"{file}:{clause.line}: the tier @{tier} is the contract's: take it off.")
        profile = clause.id.partition(".")[0] or "my-gateway"
        yield replace(clause, profile=profile, tiers=(Tier.EXTRA,), feature=file.as_posix())


def _taken(clauses: Sequence[Clause], ledger: Ledger) -> list[str]:
    ids, profiles = {one.id for one in ledger.clauses}, set(ledger.profiles)
    found = [f"{one.place}: the id {one.id} is a clause of the contract" for one in clauses if one.id in ids]
    return found or [
        f"{one.place}: {one.profile} is a profile of the contract; begin {one.id} with another name"
        for one in clauses
        if one.profile in profiles
    ]


def _unsound(extras: Extras, ledger: Ledger) -> list[str]:
    files = {clause.feature for clause in extras.clauses}
    return [one for one in faults(extras.beside(ledger)) if any(one.startswith(f"{file}:") for file in files)]


def _refuse(found: Sequence[str]) -> None:
    if found:
        more = f" (and {len(found) - 1} more like it)" if len(found) > 1 else ""
        raise BadExtras(f"{found[0]}{more}: correct it before the run.")
