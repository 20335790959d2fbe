"""
An example that broke, with everything it stands on left standing, for whoever wants to look.

Nothing is torn down until the process is interrupted; the command is told what stands where.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from contract_harness.clients.raw_reply import RawReply
from contract_harness.clients.reply import Reply
from contract_harness.collector.receiver import Collector
from contract_harness.drivers.process import Outcome
from contract_harness.evidence.recorder import CommandRun, Evidence, Exchange
from contract_harness.running.events import NAME, EventWriter
from contract_harness.targets.target import Target
from contract_harness.upstreams.http_server import Upstream

BREACH, CALL = "breach", "call"
"""What the line `again` shows: the breach itself, in its one answer; or the call, and not what led there."""
_HARMLESS_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_HARMLESS_WORDS = frozenset({"--status", "--check", "--version", "validate"})
_WENT_ON = "it became ready"
_CHANGED = "/api/"
_SIGN_IN = "/auth/login"


def again_shows(arguments: Mapping[str, Any], observed: str, evidence: Evidence | None) -> str:
    """Whether what was done last shows the breach when it is done once more.

    Args:
        arguments: what the step that did not hold was given.
        observed: what it observed, in words.
    """
    last = evidence.last_done() if evidence else None
    if last is None or evidence is None:
        return ""
    given = list(arguments.values())
    # What was seen on another side than the caller's is not in the answer, and a crowd is not one call.
    if any(isinstance(one, Upstream | Collector) for one in given) or _is_one_of_a_crowd(last, evidence):
        return CALL
    is_meant = _is_told_in(observed, last) or any(_is_outcome_of(last, one) for one in given)
    return BREACH if is_meant and _changes_nothing(last) else CALL


def hold(item: pytest.Item, event: Mapping[str, Any], evidence: Evidence, target: Target) -> None:
    """Tell that the example of *event* broke and what stands, and keep it standing.

    Secrets that were made up for this run are told, those of whoever started it are not.

    Raises:
        KeyboardInterrupt: it was looked at long enough.
    """
    writer = item.config.pluginmanager.get_plugin(NAME)
    assert isinstance(writer, EventWriter)
    variables, withheld = without_given(evidence.values(), _given_to(target))
    told = {"again": evidence.again(), "variables": variables, "withheld": withheld}
    writer.send({**event, **told, "kind": "held"})
    while True:
        signal.pause()


def without_given(values: Mapping[str, str], given: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """*values* without those that stand in a *given* text, and the names of those. In the value of another
    variable, such as a URL, a variable takes their place."""
    texts = list(given)
    withheld = {name: value for name, value in values.items() if any(value in text for text in texts)}
    told = {name: value for name, value in values.items() if name not in withheld}
    for name, secret in withheld.items():
        told = {other: value.replace(secret, f"${{{name}}}") for other, value in told.items()}
    return told, list(withheld)


def _given_to(target: Target) -> list[str]:
    """What the target file, or the environment, brought along."""
    # Imported here: only what is held needs it.
    from contract_harness.databases.postgres_server import URL_VARIABLE

    inherited = (os.environ.get(name, "") for name in (*target.inherit_env, URL_VARIABLE))
    return [*inherited, *target.env.values()]


def _is_one_of_a_crowd(last: Exchange | CommandRun, evidence: Evidence) -> bool:
    """Something else was still going on when it began."""
    others = [(one.began_s, one.elapsed_s) for one in evidence.exchanges if one is not last]
    others += [(run.began_s, run.duration_s) for run in evidence.commands if run is not last]
    return any(began_s + took_s > last.began_s for began_s, took_s in others)


def _is_told_in(observed: str, last: Exchange | CommandRun) -> bool:
    """The words begin with the status of that answer, or tell how that command ended."""
    if isinstance(last, CommandRun):
        ended = _WENT_ON if last.ended_by_harness else f"exit code {last.exit_code}"
        return observed.startswith(ended)
    return last.status > 0 and observed.split(" ", 1)[0] == str(last.status)


def _is_outcome_of(last: Exchange | CommandRun, given: object) -> bool:
    value = getattr(given, "reply", given)
    if isinstance(last, CommandRun):
        return isinstance(value, Outcome) and value.exit_code == last.exit_code
    if not isinstance(value, Reply | RawReply):
        return False
    return (value.status, len(value.body)) == (last.status, last.response_body_bytes)


def _changes_nothing(last: Exchange | CommandRun) -> bool:
    """So that the same comes of it a second time: it only looks, it was refused, or it can be repeated."""
    if isinstance(last, CommandRun):
        return bool(last.exit_code) or not _HARMLESS_WORDS.isdisjoint(last.argv)
    if last.method in _HARMLESS_METHODS or last.status >= 400 or not last.status:
        return True
    return _CHANGED not in last.url or _SIGN_IN in last.url
