"""Tables that say of things, row by row, what each is: `| every service | read-only at its root |`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sized
from typing import TypeVar

from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.scenes.wording import meant

Whole = TypeVar("Whole")
Thing = TypeVar("Thing")

_MAY_BE_NONE = "any "
"""What "any collector" must not be, none is either; what "every service" is, none is not."""

Who = Mapping[str, Callable[[Whole], Mapping[str, Thing]]]
"""Those of the whole that a feature may speak of, by the words it uses."""

Is = Mapping[str, Callable[[Whole, Thing], str]]
"""What a feature may say of one: tells what is observed instead, and nothing when it is so."""


def expect_rows(
    whole: Whole, rows: Iterable[tuple[str, str]], *, who: Who[Whole, Thing], what: Is[Whole, Thing]
) -> None:
    """Each row holds; the first that does not is told as it stands, with everything at fault in it.

    Raises:
        NotObservable: the others hold, and one speaks of what is not there or cannot be seen.
        HarnessError: a feature says something that nobody can check.
    """
    __tracebackhide__ = True
    unseen: list[str] = []
    for subject, promise in rows:
        find, look = meant(who, subject), meant(what, promise)
        try:
            observed = {name: look(whole, thing) for name, thing in find(whole).items()}
        except NotObservable as reason:
            unseen.append(str(reason))
            continue
        wrong = [f"{name}: {said}" for name, said in observed.items() if said]
        if wrong:
            raise ContractBreach(f"{subject} is {promise}", "; ".join(wrong))
        if not observed and not subject.startswith(_MAY_BE_NONE):
            unseen.append(nothing_is(subject))
    if unseen:
        raise NotObservable("; ".join(dict.fromkeys(unseen)))


def expect_some(looked_at: Sized, who: str) -> None:
    """There is something to look at: what is promised of each of them was asked of nobody otherwise.

    Raises:
        NotObservable: there is none.
    """
    if not looked_at:
        raise NotObservable(nothing_is(who))


def nothing_is(who: str) -> str:
    """The reason why what is promised of *who* is neither kept nor broken."""
    return f"there is nothing here to look at: {who}"
