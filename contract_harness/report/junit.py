"""
junit.xml: one testcase for each example, with real `<failure>`, `<error>` and `<skipped>` nodes.

A suite is a profile at a target, or what a target claims. Broken, stale and absent fail, void is an error;
what counts neither way (unsupported, not applicable, blocked, a known deviation, not run) is skipped and
says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from contract_harness.report.failure_text import WHOLE, guarded_by, told
from contract_harness.report.model import ClauseResult, ExampleResult, Presence, RunResult, TargetResult
from contract_harness.verdicts import Verdict

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NODES = {Verdict.BROKEN: "failure", Verdict.STALE: "failure", Verdict.VOID: "error", Verdict.KEPT: ""}


def document(run: RunResult) -> bytes:
    """The run as JUnit XML."""
    root = ET.Element("testsuites", name="gateway-contracts", time=f"{run.duration_s:.3f}")
    for target in run.targets:
        for profile in dict.fromkeys(clause.profile for clause in target.clauses):
            root.append(_suite(run, target, profile))
        if target.probes or target.reservations:
            root.append(_claims(run, target))
    if run.troubles:
        root.append(_troubles(run))
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _suite(run: RunResult, target: TargetResult, profile: str) -> ET.Element:
    cases = [case for one in target.clauses if one.profile == profile for case in _cases(target, one)]
    outside = " (outside the contract)" if target.is_extra(profile) else ""
    return _closed(ET.Element("testsuite", name=f"{target.name} {profile}{outside}"), run, cases)


def _claims(run: RunResult, target: TargetResult) -> ET.Element:
    """One case a claim that was probed: absent fails, unseen is skipped. Reservations are properties."""
    suite = ET.Element("testsuite", name=f"{target.name} claims")
    if target.reservations:
        properties = ET.SubElement(suite, "properties")
        for one in target.reservations:
            ET.SubElement(properties, "property", name="reservation", value=_clean(one))
    cases = []
    for probe in target.probes:
        if probe.claimed:
            name = _clean(f"{probe.name} is there")
            case = ET.Element("testcase", classname=f"{target.name}.claims", name=name, time="0")
            said = _clean(f"claimed, and {probe.presence.value}: {probe.observed}")
            if probe.is_missing:
                ET.SubElement(case, "failure", message=said, type="absent")
            elif probe.presence is Presence.UNSEEN:
                ET.SubElement(case, "skipped", message=said)
            cases.append(case)
    return _closed(suite, run, cases)


def _troubles(run: RunResult) -> ET.Element:
    cases = []
    for trouble in run.troubles:
        case = ET.Element("testcase", classname="gateway-contracts", name="the run itself", time="0")
        ET.SubElement(case, "error", message=_clean(trouble.splitlines()[0]), type="void").text = _clean(
            trouble
        )
        cases.append(case)
    return _closed(ET.Element("testsuite", name="gateway-contracts"), run, cases)


def _closed(suite: ET.Element, run: RunResult, cases: list[ET.Element]) -> ET.Element:
    suite.extend(cases)
    suite.set("timestamp", run.started_at.isoformat(timespec="seconds"))
    suite.set("time", f"{sum(float(case.get('time', '0')) for case in cases):.3f}")
    suite.set("tests", str(len(cases)))
    for name, node in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(sum(case.find(node) is not None for case in cases)))
    return suite


def _cases(target: TargetResult, clause: ClauseResult) -> Iterator[ET.Element]:
    """One case an example; one for the clause when none ran or when the clause's fault is no example's."""
    for example in clause.examples:
        yield _case(target, clause, example.title, example)
    if not clause.examples or clause.verdict in (Verdict.STALE, Verdict.NOT_RUN):
        yield _case(target, clause, clause.title, None)


def _case(target: TargetResult, clause: ClauseResult, name: str, example: ExampleResult | None) -> ET.Element:
    case = ET.Element(
        "testcase",
        classname=f"{target.name}.{clause.id}",
        name=_clean(name),
        file=clause.place.rpartition(":")[0],
        time=f"{example.duration_s if example else 0:.3f}",
    )
    verdict = _verdict(clause, example)
    node = _NODES.get(verdict, "skipped")
    if node:
        child = ET.SubElement(case, node, message=_clean(_headline(clause, example, verdict)))
        if node != "skipped":
            child.set("type", verdict.label)
        child.text = _clean(_body(clause, example)) or None
    return case


def _verdict(clause: ClauseResult, example: ExampleResult | None) -> Verdict:
    """A broken example of a blocked clause or a known deviation is excused as the clause is."""
    if example is None:
        return clause.verdict
    if example.verdict is Verdict.BROKEN and clause.verdict in (Verdict.BLOCKED, Verdict.DEVIATION):
        return clause.verdict
    return example.verdict


def _headline(clause: ClauseResult, example: ExampleResult | None, verdict: Verdict) -> str:
    if example and example.promised and verdict is Verdict.BROKEN:
        return f"promised {example.promised}, observed {example.observed}"
    said = clause.reason or (example.message if example else "")
    return f"{verdict.label}: {said}" if said else verdict.label


def _body(clause: ClauseResult, example: ExampleResult | None) -> str:
    fields = {"clause": f"{clause.id} ({clause.tier.value})", "source": clause.source, "place": clause.place}
    fields |= told(example, WHOLE) if example else {}
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
