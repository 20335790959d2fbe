"""Where a sentence belongs: on the shelf of the one topic that speaks it, or with its actor."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tests.given.places import ROOT
from tests.vocabulary.sentences import STEPS, Definition, Spoken

Speakers = Mapping[Definition, frozenset[str]]
_ARTICLES = frozenset({"a", "an", "the"})
_ENDINGS = re.compile(r"(?:ies|es|s|ed|ing)$")
_VARIES = re.compile(r"\{[^}]*\}")


def speakers(definitions: Sequence[Definition], steps: Iterable[Spoken]) -> Speakers:
    """The topics that speak each sentence."""
    found: defaultdict[Definition, set[str]] = defaultdict(set)
    known: dict[tuple[str, str], list[Definition]] = {}
    for step in steps:
        key = (step.kind, step.text)
        if key not in known:
            known[key] = [one for one in definitions if one.matches(*key)]
        for one in known[key]:
            found[one].add(step.topic)
    return {one: frozenset(found[one]) for one in definitions}


def shelf_of(topic: str) -> Path:
    """The step module of a topic, such as `migration/apply`."""
    profile, _, stem = topic.partition("/")
    return STEPS / profile.replace("-", "_") / f"{stem}.py"


def misplaced(spoken_by: Speakers) -> Iterator[str]:
    """Every sentence that lies elsewhere than its speakers say, or that nobody speaks, with the remedy."""
    together: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for one, topics in spoken_by.items():
        together[one.file.as_posix(), one.function] |= topics
    for one, topics in spoken_by.items():
        if not topics:
            yield f"{one.place}: no feature says {one.pattern!r}; delete it"
            continue
        topics = together[one.file.as_posix(), one.function]
        is_shared = one.file.parent == STEPS
        if len(topics) == 1 and one.file != shelf_of(next(iter(topics))):
            shelf = shelf_of(next(iter(topics))).relative_to(ROOT)
            yield f"{one.place}: only {next(iter(topics))} says {one.pattern!r}; move it to {shelf}"
        elif len(topics) > 1 and not is_shared:
            who = ", ".join(sorted(topics))
            yield f"{one.place}: {who} say {one.pattern!r}; move it to steps/<actor>.py, by whom it is about"


def reworded(definitions: Sequence[Definition]) -> Iterator[str]:
    """Every sentence that exists under another wording: the same words but for articles and endings."""
    first: dict[tuple[str, tuple[str, ...]], Definition] = {}
    for one in definitions:
        other = first.setdefault((one.kind, _stems(one.pattern)), one)
        if other is not one:
            yield f"{one.place}: {one.pattern!r} is {other.pattern!r} of {other.place}; use that"


def _stems(pattern: str) -> tuple[str, ...]:
    words = re.findall(r"[\w…'-]+", _VARIES.sub("…", pattern).lower())
    return tuple(_ENDINGS.sub("", word) for word in words if word not in _ARTICLES)
