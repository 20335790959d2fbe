"""
Gateways with one wrong part each: the proof that a clause can break, and breaks for its own reason.

A mutant is one function: its decorator names the clause it breaks, its docstring is the sentence that
says what is wrong with this gateway, and it returns the parts with one of them replaced.

    @mutant(breaks="access.revoked-key-is-refused")
    def forgets_revocation(parts: Parts) -> Parts:
        \"\"\"Keeps honouring a key after it was revoked.\"\"\"
        return replace(parts, key_store=NeverRevoked)

It lies on the shelf of its clause's topic: what `features/same-origin/wire.feature` promises is broken by
`same_origin/wire.py`. Its name is `<profile>.<topic>.<function>`, so running one imports one module.
*Neighbours*, wrong one step beside the examples of a clause, lie on the same shelves below `neighbours/`.
A gateway may also be wrong in what it ships: then the function spoils a copy of the deploy folder.

    @deploy_mutant(breaks="deployment.only-the-gateway-is-published")
    def publishes_the_database(deploy: Path) -> None:
        \"\"\"Publishes the database on the host.\"\"\"
        edit(deploy / "compose.yaml", 'expose: ["5432"]', 'ports: ["5432:5432"]')

Nothing in the gateway imports this room.
"""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts

Change = Callable[["Parts"], "Parts"]
Alter = Callable[[Path], None]

_registry: dict[str, Mutant] = {}
_UNSAID = frozenset(vars(type("_Empty", (), {}))) | {"__firstlineno__", "__static_attributes__"}
"""What a class body holds when nothing is written in it."""


class MutantError(Exception):
    """A mutant is not what it must be, or there is none of that name; one sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One wrong gateway.

    Attributes:
        breaks: the id of the clause that must notice.
        sentence: what this gateway does wrong, in one sentence.
        change: replaces a part; None for a gateway that is wrong in what it ships.
        alter: spoils a copy of the deploy folder; None for a gateway that is wrong in a part.
        canary: so wrong that a judge who does not notice notices nothing.
    """

    name: str
    breaks: str
    sentence: str
    change: Change | None = None
    alter: Alter | None = None
    canary: bool = False

    @property
    def neighbour(self) -> bool:
        """It is wrong one step beside the examples of its clause."""
        return self.name.startswith("neighbours.")

    def parts(self, real: Parts) -> Parts:
        """The *real* parts with the wrong one among them.

        Raises:
            MutantError: nothing was replaced, so this would be the real gateway under another name.
        """
        if self.change is None:
            return real
        changed = self.change(real)
        if not _replaced(real, changed):
            raise MutantError(
                f"mutant {self.name!r} replaces no part: return replace(parts, …) with a wrong one."
            )
        return changed


def mutant(*, breaks: str, canary: bool = False) -> Callable[[Change], Change]:
    """Register the decorated function as the mutant that the clause *breaks* must notice.

    Raises:
        MutantError: the name is taken, or the docstring is not one sentence on one line.
    """

    def register(change: Change) -> Change:
        _register(Mutant(_name(change), breaks, _sentence(change), change=change, canary=canary))
        return change

    return register


def deploy_mutant(*, breaks: str) -> Callable[[Alter], Alter]:
    """Register the decorated function as one that spoils what is shipped, which *breaks* must notice.

    Raises:
        MutantError: as for `mutant`.
    """

    def register(alter: Alter) -> Alter:
        _register(Mutant(_name(alter), breaks, _sentence(alter), alter=alter))
        return alter

    return register


def edit(file: Path, old: str, new: str) -> None:
    """Replace the first *old* in *file* by *new*.

    Raises:
        MutantError: it is not there, so nothing would be spoilt.
    """
    text = file.read_text("utf-8")
    if old not in text:
        raise MutantError(f"{file.name} does not hold {old!r}: correct the mutant that replaces it.")
    file.write_text(text.replace(old, new, 1), "utf-8")


def _name(maker: Callable[..., object]) -> str:
    return f"{maker.__module__.removeprefix(f'{__name__}.')}.{maker.__name__}"


def _sentence(maker: Callable[..., object]) -> str:
    sentence = (maker.__doc__ or "").strip()
    if not sentence.endswith(".") or "\n" in sentence:
        raise MutantError(
            f"mutant {_name(maker)!r} needs a docstring of one sentence, on one line, with a full stop."
        )
    return sentence


def _register(made: Mutant) -> None:
    if made.name in _registry:
        raise MutantError(f"there are two mutants {made.name!r}: rename one of them.")
    _registry[made.name] = made


def _replaced(real: Any, changed: Any) -> bool:
    """Whether a part is another one: not the same, and not a subclass that adds nothing."""
    pairs = ((getattr(real, one.name), getattr(changed, one.name)) for one in fields(changed))
    return any(one != other and not _adds_nothing(other) for one, other in pairs)


def _adds_nothing(chosen: object) -> bool:
    """A class of this room without a body behaves as the part it is made of."""
    return (
        isinstance(chosen, type)
        and chosen.__module__.startswith(__name__)
        and not (vars(chosen).keys() - _UNSAID)
    )


def module_names() -> list[str]:
    """The modules that hold mutants, as their names have it, sorted; what several share begins with `_`."""
    room = Path(__file__).parent
    paths = (file.relative_to(room).with_suffix("").parts for file in room.rglob("*.py"))
    return sorted(".".join(path) for path in paths if not path[-1].startswith("_"))


def every_mutant() -> Mapping[str, Mutant]:
    """All mutants by name, sorted; imports every module of this room."""
    for module in module_names():
        importlib.import_module(f"{__name__}.{module}")
    return dict(sorted(_registry.items()))


def find_mutant(name: str) -> Mutant:
    """The mutant of this name; imports its module only.

    Raises:
        MutantError: there is none; the message offers the nearest name.
    """
    module = name.rpartition(".")[0]
    if module in module_names():
        importlib.import_module(f"{__name__}.{module}")
    if name in _registry:
        return _registry[name]
    nearest = difflib.get_close_matches(name, every_mutant(), n=1)
    hint = f"did you mean {nearest[0]!r}?" if nearest else "the command `list` prints them all."
    raise MutantError(f"there is no mutant {name!r}: {hint}")
