"""From a parsed document to sections, or to everything that is wrong with it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo, fields

from reference_gateway.config.references import MAY_REFER, looks_like_a_reference
from reference_gateway.config.section import Section

MOST_GUESSED = 100
"""So many problems are told with what may have been meant: a guess costs more than all else of a problem."""

Problem = tuple[str, str]
"""A dotted path, and what is wrong there: a sentence that never repeats the value found."""


class Walk:
    """
    One document, judged key by key.

    msgspec alone would stop at the first problem. Here each annotation leads one step down, and msgspec
    judges the leaves: the types with their limits; a function in an annotation then checks the value, or
    makes another of it, and raises ValueError for what it refuses.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def read(self, kind: Any, found: Any, path: str = "") -> Any:
        """*found* as a *kind*; of no meaning as soon as there is a problem anywhere."""
        steps: dict[Any, Callable[[Any, Any, str], Any]] = {
            Annotated: self._checked,
            Literal: self._one_of,
            Union: self._choice,
            UnionType: self._choice,
            list: self._list,
            dict: self._mapping,
        }
        step = steps.get(get_origin(kind))
        if step is None:
            step = self._section if isinstance(kind, type) and issubclass(kind, Section) else self._leaf
        return step(kind, found, path)

    def unknown(self, section: dict[Any, Any], name: Any, known: Sequence[str], path: str) -> None:
        """*section*, at *path*, has a key nobody reads."""
        del section
        near = _nearest(str(name), known) if len(self.problems) < MOST_GUESSED else ""
        hint = f"; did you mean `{near}`?" if near else ""
        self._problem(_key(path, name), f"unknown key{hint} (known here: {', '.join(sorted(known))})")

    def _problem(self, path: str, sentence: str) -> Any:
        """None, which stands for the value that could not be had."""
        self.problems.append((path, sentence))

    def _section(self, kind: type[Section], found: Any, path: str) -> Any:
        if not isinstance(found, dict):
            return self._problem(path, "input should be a mapping")
        known = {field.name: field for field in fields_of(kind)}
        for name in [name for name in found if name not in known]:
            self.unknown(found, name, list(known), path)
        values: dict[str, Any] = {}
        for name, field in known.items():
            if name in found:
                values[name] = self.read(field.type, found[name], _key(path, name))
            elif field.required:
                self._problem(_key(path, name), "is required")
        return None if self.problems else kind(**values)

    def _choice(self, kind: Any, found: Any, path: str) -> Any:
        """None where it may be; of several sections, the one whose tag is given."""
        if found is None and NoneType in get_args(kind):
            return None
        kinds = [each for each in get_args(kind) if each is not NoneType]
        if len(kinds) == 1:
            return self.read(kinds[0], found, path)
        if not isinstance(found, dict):
            return self._problem(path, "input should be a mapping")
        name, tags = _tags(kinds)
        if name not in found:
            return self._problem(_key(path, name), "is required")
        if found[name] not in list(tags):
            return self._problem(_key(path, name), _must_be_one_of(tags))
        return self._section(tags[found[name]], found, path)

    def _one_of(self, kind: Any, found: Any, path: str) -> Any:
        return found if found in get_args(kind) else self._problem(path, _must_be_one_of(get_args(kind)))

    def _list(self, kind: Any, found: Any, path: str) -> Any:
        if not isinstance(found, list):
            return self._problem(path, "input should be a list")
        (entry,) = get_args(kind)
        return [self.read(entry, each, f"{path}[{index}]") for index, each in enumerate(found)]

    def _mapping(self, kind: Any, found: Any, path: str) -> Any:
        if not isinstance(found, dict):
            return self._problem(path, "input should be a mapping")
        name_kind, entry = get_args(kind)
        return {
            self.read(name_kind, name, _key(path, name)): self.read(entry, each, _key(path, name))
            for name, each in found.items()
        }

    def _checked(self, kind: Any, found: Any, path: str) -> Any:
        """A leaf first when msgspec knows its type, then every function noted."""
        base, *notes = get_args(kind)
        before = len(self.problems)
        value = found
        if base in {str, int, float}:
            value = self._leaf(kind, found, path, may_refer=MAY_REFER in notes)
        if len(self.problems) > before:
            return None
        try:
            for check in filter(callable, notes):
                value = check(value)
        except ValueError as error:
            return self._problem(path, str(error))
        return value

    def _leaf(self, kind: Any, found: Any, path: str, *, may_refer: bool = False) -> Any:
        try:
            value = msgspec.convert(found, kind)
        except msgspec.ValidationError as error:
            return self._problem(path, f"input should be {str(error).removeprefix('Expected ')}")
        if not may_refer:
            for where, text in _texts(value, path):
                if looks_like_a_reference(text):
                    self._problem(
                        where, "looks like a reference, and is read as it stands; write the text itself"
                    )
        return value


@cache
def fields_of(kind: type[Section]) -> tuple[FieldInfo, ...]:
    """The keys of *kind* with their annotations, which it takes a while to read."""
    return fields(kind)


def _nearest(name: str, known: Sequence[str]) -> str:
    """Which of *known* is most like *name*; empty when none is."""
    import difflib  # slow to import, and only a mistake needs it

    # What is much longer than any key is like none, and would be compared at length.
    fitting = name if len(name) <= 2 * max(map(len, known), default=0) else ""
    return next(iter(difflib.get_close_matches(fitting, known, n=1)), "")


def _tags(kinds: Iterable[type[Section]]) -> tuple[str, dict[str, type[Section]]]:
    """The key that tells *kinds* apart, and the kind behind each of its values: a literal with one value."""
    name, found = "", {}
    for kind in kinds:
        for field in fields_of(kind):
            if get_origin(field.type) is Literal and len(get_args(field.type)) == 1:
                name, found[get_args(field.type)[0]] = field.name, kind
    return name, found


def _must_be_one_of(allowed: Iterable[str]) -> str:
    return f"must be one of {', '.join(f'`{each}`' for each in allowed)}"


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every text in *value*, which may be JSON of any depth, with its path."""
    waiting = [(path, value)]
    while waiting:
        where, one = waiting.pop()
        if isinstance(one, str):
            yield where, one
        elif isinstance(one, dict):
            waiting += [(_key(where, name), each) for name, each in one.items()]
        elif isinstance(one, list):
            waiting += [(f"{where}[{index}]", each) for index, each in enumerate(one)]


def _key(path: str, name: Any) -> str:
    return f"{path}.{name}" if path else str(name)
