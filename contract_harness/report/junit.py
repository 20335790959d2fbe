"""
junit.xml: one testcase for each example, with real `<failure>`, `<error>` and `<skipped>` nodes.

A suite is a profile at a target, or what a target claims. Broken, stale and absent fail, void is an error;
what counts neither way (unsupported, not applicable, blocked, a known deviation, not run) is skipped and
says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

from junitparser import Attr, Error, Failure, JUnitXml, Skipped, TestCase, TestSuite

from contract_harness.ledger.clauses import Tier
from contract_harness.report.failure_text import WHOLE, guarded_by, repeated_by, told
from contract_harness.report.model import ClauseResult, ExampleResult, Presence, RunResult, TargetResult
from contract_harness.verdicts import Verdict

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NODES: Mapping[Verdict, type[Failure | Error]] = {
    Verdict.BROKEN: Failure,
    Verdict.STALE: Failure,
    Verdict.VOID: Error,
}


class _Case(TestCase):
    """A case that says in which file it is written, which many readers make a link of."""

    file = Attr()


def document(run: RunResult) -> bytes:
    """The run as JUnit XML."""
    whole = JUnitXml("gateway-contracts")
    for target in run.targets:
        for profile in dict.fromkeys(clause.profile for clause in target.clauses):
            whole.append(_suite(run, target, profile))
        if target.probes or target.reservations:
            whole.append(_claims(run, target))
    if run.troubles:
        whole.append(_troubles(run))
    whole.update_statistics()
    whole.time = round(run.duration_s, 3)
    return _indented(whole.tostring())


def _indented(xml: bytes) -> bytes:
    root = ET.fromstring(xml)  # noqa: S314 - our own document
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _suite(run: RunResult, target: TargetResult, profile: str) -> TestSuite:
    outside = " (outside the contract)" if target.is_extra(profile) else ""
    cases = [case for one in target.clauses if one.profile == profile for case in _cases(target, one)]
    return _filled(TestSuite(f"{target.name} {profile}{outside}"), run, cases)


def _claims(run: RunResult, target: TargetResult) -> TestSuite:
    """One case a claim that was probed: absent fails, unseen is skipped. Reservations are properties."""
    suite = TestSuite(f"{target.name} claims")
    for one in target.reservations:
        suite.add_property("reservation", _clean(one))
    cases = []
    for probe in target.probes:
        if probe.claimed:
            case = TestCase(_clean(f"{probe.name} is there"), f"{target.name}.claims", 0)
            said = _clean(f"claimed, and {probe.presence.value}: {probe.observed}")
            if probe.is_missing:
                case.result = Failure(said, "absent")
            elif probe.presence is Presence.UNSEEN:
                case.result = Skipped(said)
            cases.append(case)
    return _filled(suite, run, cases)


def _troubles(run: RunResult) -> TestSuite:
    cases = []
    for trouble in run.troubles:
        error = Error(_clean(trouble.splitlines()[0]), "void")
        error.text = _clean(trouble)
        case = TestCase("the run itself", "gateway-contracts", 0)
        case.result = error
        cases.append(case)
    return _filled(TestSuite("gateway-contracts"), run, cases)


def _filled(suite: TestSuite, run: RunResult, cases: list[TestCase]) -> TestSuite:
    suite.timestamp = run.started_at.isoformat(timespec="seconds")
    suite.add_testcases(cases)
    return suite


def _cases(target: TargetResult, clause: ClauseResult) -> Iterator[TestCase]:
    """One case an example; one for the clause when none ran or when the clause's fault is no example's."""
    for example in clause.examples:
        yield _case(target, clause, example.title, example)
    if not clause.examples or clause.verdict in (Verdict.STALE, Verdict.NOT_RUN):
        yield _case(target, clause, clause.title, None)


def _case(target: TargetResult, clause: ClauseResult, name: str, example: ExampleResult | None) -> TestCase:
    case = _Case(_clean(name), f"{target.name}.{clause.id}", round(example.duration_s, 3) if example else 0)
    case.file = _clean(_file(clause))
    verdict = _verdict(clause, example)
    if verdict is not Verdict.KEPT:
        case.result = _result(target, clause, example, verdict)
    return case


def _result(
    target: TargetResult, clause: ClauseResult, example: ExampleResult | None, verdict: Verdict
) -> Failure | Error | Skipped:
    """What counts neither way is skipped, and so is a breach that costs nothing."""
    headline = _clean(_headline(clause, example, verdict))
    kind = None if verdict.fails and not clause.counts else _NODES.get(verdict)
    node: Failure | Error | Skipped
    node = kind(headline, verdict.label) if kind else Skipped(headline)
    node.text = _clean(_body(target, clause, example))
    return node


def _file(clause: ClauseResult) -> str:
    """The feature file as a path in the repository: of the contract's, or in the caller's own."""
    file = Path(clause.place.rpartition(":")[0])
    if clause.tier is not Tier.EXTRA:
        return (Path("features") / file).as_posix()
    here = Path.cwd()
    return (file.relative_to(here) if file.is_relative_to(here) else file).as_posix()


def _verdict(clause: ClauseResult, example: ExampleResult | None) -> Verdict:
    """A broken example of a blocked clause or a known deviation is excused as the clause is."""
    if example is None:
        return clause.verdict
    if example.verdict is Verdict.BROKEN and clause.verdict in (Verdict.BLOCKED, Verdict.DEVIATION):
        return clause.verdict
    return example.verdict


def _headline(clause: ClauseResult, example: ExampleResult | None, verdict: Verdict) -> str:
    free = f"{verdict.label}, and not scored ({clause.note}): " if clause.fails_freely else ""
    if example and example.promised and verdict is Verdict.BROKEN:
        return f"{free}promised {example.promised}, observed {example.observed}"
    said = clause.reason or (example.message if example else "")
    return f"{free or f'{verdict.label}: '}{said}" if said else verdict.label


def _body(target: TargetResult, clause: ClauseResult, example: ExampleResult | None) -> str:
    fields = {"clause": f"{clause.id} ({clause.tier.value})", "source": clause.source, "place": clause.place}
    fields |= told(example, WHOLE) if example else {}
    fields["repeat"] = repeated_by(target, clause)
    if clause.verdict.fails:
        fields["read"] = "\n".join(link.url for link in clause.sources)
        fields["mutant"] = guarded_by(clause)
    return "\n".join(f"{name}: {_below(value)}" for name, value in fields.items() if value)


def _below(text: str) -> str:
    """Further lines are set in, so that each name stands out."""
    return text if "\n" not in text else "\n  " + text.replace("\n", "\n  ")


def _clean(text: str) -> str:
    """*text* with characters XML cannot hold spelled out."""
    return _NOT_XML.sub(lambda match: f"\\x{ord(match[0]):02x}", text)
