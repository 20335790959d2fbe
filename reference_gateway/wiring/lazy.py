"""A part that is named by where it lies, and imported when it is used."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeVar

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Lazy:
    """A part that is imported when it is needed."""

    where: str
    """`module:name`, the module inside this package."""

    def load(self) -> Any:  # a name in a string leads nowhere for the type checker
        """The class or function itself."""
        module, _, name = self.where.partition(":")
        return getattr(import_module(f"reference_gateway.{module}"), name)

    def __call__(self, *args: object, **kwargs: object) -> Any:  # what the part returns, as for `load`
        return self.load()(*args, **kwargs)


def lazy(where: str) -> Any:  # stands for the part: the field says its type, and a test that it is true
    """`Lazy`, as what it stands for."""
    return Lazy(where)


def part(chosen: P) -> P:
    """The class or function behind *chosen*, for its class methods or to hand it on."""
    if isinstance(chosen, Lazy):
        loaded: P = chosen.load()
        return loaded
    return chosen
