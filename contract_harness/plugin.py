"""
The pytest plugin that runs clauses and says, example by example, what became of each promise.

Loaded with `-p contract_harness.plugin`. It turns Rule tags into marks, asks each scenario of every target
the plan assigns it to, judges by the type of what was raised (ContractBreach: broken; NotObservable:
not-applicable; anything else: void), and hands each example over as one event. Under pytest-xdist an
example travels from the worker in its report's user properties; only the first process writes events.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Generator
from typing import Any

import pytest
from pytest_bdd.scenario import scenario_wrapper_template_registry

from contract_harness.example_record import ExampleRecord
from contract_harness.plan import Plan

_PROPERTY = "contract-example"
_RECORD = pytest.StashKey[ExampleRecord]()
_PLAN = pytest.StashKey[Plan]()


def pytest_configure(config: pytest.Config) -> None:
    """Read the plan; in the first process, open the channel of events."""
    config.addinivalue_line("markers", "clause(id): the clause a scenario is an example of")
    config.stash[_PLAN] = Plan.active()
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Messenger(config.stash[_PLAN].events_fd), "contract-messenger")


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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the scenarios that are assigned to a target."""
    plan = config.stash[_PLAN]
    items[:] = [item for item in items if _is_assigned(item, plan)]
    for item in items:
        item.stash[_RECORD] = _record(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Judge the phase; the last one carries the whole example to the first process."""
    report = yield
    record = item.stash[_RECORD]
    record.add_phase(call)
    event = record.as_event(item, whole=report.when == "teardown")
    report.user_properties.append((_PROPERTY, json.dumps(event)))
    return report


def pytest_bdd_before_step(request: pytest.FixtureRequest, step: Any) -> None:
    """Remember that the step began."""
    request.node.stash[_RECORD].begin_step(step.keyword, step.name)


def pytest_bdd_after_step(request: pytest.FixtureRequest) -> None:
    """Remember that the step held."""
    request.node.stash[_RECORD].end_step(failed=False)


def pytest_bdd_step_error(request: pytest.FixtureRequest) -> None:
    """Remember the step that did not hold."""
    request.node.stash[_RECORD].end_step(failed=True)


def pytest_bdd_step_func_lookup_error(request: pytest.FixtureRequest, step: Any) -> None:
    """Remember the step no definition matches."""
    request.node.stash[_RECORD].begin_step(step.keyword, step.name)
    request.node.stash[_RECORD].end_step(failed=True)


def pytest_bdd_before_scenario(request: pytest.FixtureRequest, scenario: Any) -> None:
    """Know all steps beforehand, so that those never reached can be shown."""
    request.node.stash[_RECORD].expect_steps([(step.keyword, step.name) for step in scenario.steps])


def _is_assigned(item: pytest.Item, plan: Plan) -> bool:
    mark = item.get_closest_marker("clause")
    return mark is not None and bool(plan.names_for(mark.args[0]))


def _record(item: pytest.Item) -> ExampleRecord:
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
        worker=os.environ.get("PYTEST_XDIST_WORKER", ""),
    )


class _Messenger:
    """Writes events, one JSON line each, to whoever started this process."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._running: dict[str, dict[str, Any]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        carried = next((value for name, value in report.user_properties if name == _PROPERTY), None)
        if carried is None:
            self._worker_died(report)
            return
        example = json.loads(str(carried))
        if report.when == "setup":
            self._running[report.nodeid] = example
            self._send({**example, "kind": "started"})
        elif report.when == "teardown":
            self._running.pop(report.nodeid, None)
            self._send(example)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._send({"kind": "collected", "examples": len(session.items)})

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._send({"kind": "trouble", "text": report.longreprtext})

    def pytest_internalerror(self, excrepr: object) -> None:
        self._send({"kind": "trouble", "text": str(excrepr)})

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        self._send({"kind": "finished", "status": int(exitstatus)})

    def _worker_died(self, report: pytest.TestReport) -> None:
        """pytest-xdist reports the example a worker died in, without anything the worker knew."""
        example = self._running.pop(report.nodeid, None)
        text = f"a worker process of the harness died: {report.longreprtext[-400:]}"
        if example is None:
            self._send({"kind": "trouble", "text": text})
        else:
            self._send({**example, "kind": "example", "verdict": "void", "message": text})

    def _send(self, event: dict[str, Any]) -> None:
        if self._descriptor < 0:
            return
        line = memoryview(json.dumps({"at": time.time(), **event}).encode() + b"\n")
        try:
            while line:
                line = line[os.write(self._descriptor, line) :]
        except BrokenPipeError:
            # Nobody listens any more: the command was killed. Finish quietly.
            self._descriptor = -1
