"""
The pytest plugin that runs clauses and says, example by example, what became of each promise.

It turns Rule tags into marks, asks each scenario of every target
the plan assigns it to, judges by the type of what was raised (ContractBreach: broken; NotObservable:
not-applicable; anything else: void), and puts each example as one event into its report's user properties,
from which `events` writes it.
"""

from __future__ import annotations

import gc
import json
import random
from collections.abc import Callable, Generator
from typing import Any

import pytest
from pytest_bdd.scenario import scenario_wrapper_template_registry

from contract_harness.errors import ContractBreach
from contract_harness.report.model import titled
from contract_harness.running.drawn import Drawing
from contract_harness.running.events import PROPERTY
from contract_harness.running.example import ExampleRecord, StepLine, evidence_of
from contract_harness.running.held import again_shows, hold
from contract_harness.running.injected import forget
from contract_harness.running.plan import Plan
from contract_harness.running.step_lookup import StepLookup
from contract_harness.tables import aligned
from contract_harness.verdicts import Verdict

_RECORD = pytest.StashKey[ExampleRecord]()
_PLAN = pytest.StashKey[Plan]()
_PROVED = pytest.StashKey[set[tuple[str, str]]]()
"""Mutants and clauses that were seen to break on them."""


def pytest_configure(config: pytest.Config) -> None:
    """Read the plan."""
    config.addinivalue_line("markers", "clause(id): the clause a scenario is an example of")
    config.stash[_PLAN] = Plan.active()
    config.stash[_PROVED] = set()
    StepLookup().install()


# tryfirst: pytest-bdd's own implementation would make a mark of the whole dotted tag.
@pytest.hookimpl(tryfirst=True)
def pytest_bdd_apply_tag(tag: str, function: Callable[..., object]) -> object:
    """The dotted tag becomes the clause mark; tier and `after` live in the ledger, so their tags end here."""
    if "." in tag and ":" not in tag:
        pytest.mark.clause(tag)(function)
        pytest.mark.usefixtures("target", "evidence")(function)
    return True


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Ask the scenario of every target the plan assigns its clause to."""
    mark = metafunc.definition.get_closest_marker("clause")
    if mark is None:
        return
    plan = metafunc.config.stash[_PLAN]
    names = plan.names_for(mark.args[0])
    targets = [plan.targets[name] for name in names]
    metafunc.parametrize("target", targets, ids=names, indirect=True, scope="session")


# trylast: pytest itself puts the items of one target together, and would undo another order.
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the scenarios that are assigned to a target, and the probes, in the order of the plan."""
    plan = config.stash[_PLAN]
    items[:] = [item for item in items if _is_assigned(item, plan) or item.get_closest_marker("probe")]
    for place, item in enumerate(items):
        if item.get_closest_marker("probe") is None:
            item.stash[_RECORD] = _record(item, place)
    if plan.examples:
        items[:] = [item for item in items if _RECORD in item.stash and _is_wanted(item.stash[_RECORD], plan)]
    if plan.order is not None:
        items[:] = _shuffled(items, random.Random(plan.order))  # noqa: S311 - not a secret


def pytest_collection_finish() -> None:
    """What was collected stays to the end: no collector needs to look through it again and again."""
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> object:
    """One broken example proves that a mutant is caught; the others of that clause are not run."""
    record = item.stash.get(_RECORD, None)
    proved = record is not None and (record.target, record.clause) in item.config.stash[_PROVED]
    return True if proved else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """What only the scenario needed goes with it."""
    yield
    forget(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Judge the phase; the last one carries the whole example."""
    report = yield
    record = item.stash.get(_RECORD, None)
    if record is None:
        return report
    record.add_phase(call)
    if call.when == "call" and call.excinfo is not None:
        # Diagnosing makes the simulated servers as new, which would be another scene.
        _hold_if_asked(item, record)
        record.diagnose(item, call.excinfo.value)
    if report.when == "teardown" and record.verdict is Verdict.BROKEN and not record.ailment:
        mutant = item.config.stash[_PLAN].targets[record.target].mutant
        # A crash is no proof, so what crashed goes on being asked.
        if mutant is not None:
            item.config.stash[_PROVED].add((record.target, record.clause))
    event = record.as_event(item, whole=report.when == "teardown")
    report.user_properties.append((PROPERTY, json.dumps(event)))
    return report


def pytest_bdd_before_step(request: pytest.FixtureRequest, step: Any) -> None:
    """Remember that the step began."""
    request.node.stash[_RECORD].begin_step(_line(step))


def pytest_bdd_after_step(request: pytest.FixtureRequest) -> None:
    """Remember that the step held."""
    request.node.stash[_RECORD].end_step(failed=False)


def pytest_bdd_step_error(
    request: pytest.FixtureRequest, step_func_args: dict[str, Any], exception: Exception
) -> None:
    """Remember the step that did not hold, and whether its last act shows that."""
    record = request.node.stash[_RECORD]
    record.end_step(failed=True)
    observed = exception.observed if isinstance(exception, ContractBreach) else ""
    record.again_shows = again_shows(step_func_args, observed, evidence_of(request.node))


def pytest_bdd_step_func_lookup_error(request: pytest.FixtureRequest, step: Any) -> None:
    """Remember the step no definition matches."""
    request.node.stash[_RECORD].begin_step(_line(step))
    request.node.stash[_RECORD].end_step(failed=True)


def pytest_bdd_before_scenario(request: pytest.FixtureRequest, scenario: Any) -> None:
    """Draw what is to be drawn, and know all steps beforehand, so that those never reached can be shown."""
    record = request.node.stash[_RECORD]
    plan = request.config.stash[_PLAN]
    record.drawing = Drawing(plan.seed, titled(record.example, record.row), plan.targets[record.target])
    try:
        record.drawing.fill(scenario.steps)
    finally:
        record.expect_steps([_line(step) for step in scenario.steps])


def _hold_if_asked(item: pytest.Item, record: ExampleRecord) -> None:
    evidence = evidence_of(item)
    if evidence and record.verdict is Verdict.BROKEN and item.config.stash[_PLAN].holds:
        target = item.config.stash[_PLAN].targets[record.target]
        hold(item, record.as_event(item, whole=True), evidence, target)


def _line(step: Any) -> StepLine:
    """A step of pytest-bdd with what stands below it."""
    table = [[str(cell) for cell in row] for row in step.datatable.raw()] if step.datatable else []
    return StepLine(step.keyword, step.name, step.docstring or "\n".join(aligned(table)))


def _shuffled(items: list[pytest.Item], chance: random.Random) -> list[pytest.Item]:
    """Target after target, whose gateways would otherwise be started again and again."""
    names = sorted({_target_of(item) for item in items})
    chance.shuffle(names)
    # The order in which items are collected is a matter of files; equal seeds must mean equal orders.
    mixed = sorted(items, key=lambda item: item.nodeid)
    chance.shuffle(mixed)
    return sorted(mixed, key=lambda item: names.index(_target_of(item)))


def _target_of(item: pytest.Item) -> str:
    assert isinstance(item, pytest.Function)
    parameters: dict[str, Any] = dict(item.callspec.params)
    return str(parameters["target"].name)


def _is_assigned(item: pytest.Item, plan: Plan) -> bool:
    mark = item.get_closest_marker("clause")
    return mark is not None and bool(plan.names_for(mark.args[0]))


def _is_wanted(record: ExampleRecord, plan: Plan) -> bool:
    title = titled(record.example, record.row)
    return any(words in title for words in plan.examples)


def _record(item: pytest.Item, place: int) -> ExampleRecord:
    mark = item.get_closest_marker("clause")
    assert mark is not None
    assert isinstance(item, pytest.Function)
    parameters: dict[str, Any] = item.callspec.params
    targets = item.config.stash[_PLAN].targets
    return ExampleRecord(
        clause=mark.args[0],
        target=next(name for name, one in targets.items() if one is parameters["target"]),
        example=scenario_wrapper_template_registry[item.function].name,
        row=parameters.get("_pytest_bdd_example", {}),
        place=place,
    )
