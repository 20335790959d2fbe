"""What may be wrong with a database, and sign-ins that go on until that shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack

from contract_harness.clients.http import Reply
from contract_harness.databases import HISTORY_TABLE, SESSIONS, Database
from contract_harness.databases.snapshot import rows_of
from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.ledger.baseline import baseline
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.scenes.wording import meant

MOST_SIGN_INS = 60
ROOM_BYTES = 64 * 1024
"""Each sign-in logs some ten kilobytes of changes, so a disk with so much room left is full long before the
last. A file without such a log, to which each adds a third of a kilobyte, gets no room at all."""


def bring_about(condition: str, subject: ScenarioGateway, undone: ExitStack) -> None:
    """Let the database be as a feature says, until *undone* is closed.

    Raises:
        NotObservable: it is to befall what the gateway has, and there is nothing where its config says.
    """
    __tracebackhide__ = True
    if condition in _OF_WHAT_IS_THERE and not subject.database.exists():
        raise NotObservable(f"no database is where the config says, so it cannot be {condition}")
    meant(_CONDITIONS, condition)(subject, undone)


class SignIns:
    """One sign-in after the other, each with a browser of its own.

    Attributes:
        accepted: how many were.
        sessions_before: how many sessions were stored before the first.
    """

    def __init__(self) -> None:
        self.accepted = 0
        self.sessions_before = 0

    def until_refused(self, subject: ScenarioGateway) -> Reply:
        """Sign in until that is refused, and give the refusal.

        Raises:
            ContractBreach: it is never refused.
        """
        __tracebackhide__ = True
        self.sessions_before = sessions(subject.database)
        for _ in range(MOST_SIGN_INS):
            reply = subject.stranger().sign_in(subject.email, subject.password("configured"))
            if reply.status != 200:
                return reply
            self.accepted += 1
        raise ContractBreach("a full disk shows", f"{MOST_SIGN_INS} sign-ins were accepted")


def sessions(database: Database) -> int:
    """How many sessions are stored."""
    return len(rows_of(database, SESSIONS))


def _lost(subject: ScenarioGateway, undone: ExitStack) -> None:
    undone.callback(subject.database.come_back)
    subject.database.go_away()


def _locked(subject: ScenarioGateway, undone: ExitStack) -> None:
    undone.enter_context(subject.database.locked())


def _held(subject: ScenarioGateway, undone: ExitStack) -> None:
    undone.enter_context(subject.database.held())


def _read_only(subject: ScenarioGateway, undone: ExitStack) -> None:
    undone.callback(subject.database.take_writes)
    subject.database.refuse_writes()


def _full(subject: ScenarioGateway, undone: ExitStack) -> None:
    undone.callback(subject.database.run_out_of_room(subject.gateway.pids(), ROOM_BYTES))


def _out_of_reach(subject: ScenarioGateway, _: ExitStack) -> None:
    subject.document["database"] = subject.database.out_of_reach()


def _closed_to_new_tables(subject: ScenarioGateway, _: ExitStack) -> None:
    subject.document["database"] = subject.database.without_create_right()


def _nowhere(subject: ScenarioGateway, _: ExitStack) -> None:
    subject.document["database"] = subject.database.nowhere()


def _obstructed_early(subject: ScenarioGateway, _: ExitStack) -> None:
    subject.database.obstruct(baseline().first_table)


def _obstructed_late(subject: ScenarioGateway, _: ExitStack) -> None:
    subject.database.obstruct(baseline().last_table)


def _closed_to_its_history(subject: ScenarioGateway, _: ExitStack) -> None:
    subject.database.refuse_rows(HISTORY_TABLE)


def _empty_file(subject: ScenarioGateway, _: ExitStack) -> None:
    subject.database.be_an_empty_file()


def _led_elsewhere(subject: ScenarioGateway, _: ExitStack) -> None:
    subject.database.lead_elsewhere()


def _behind_a_pooler(subject: ScenarioGateway, _: ExitStack) -> None:
    subject.database.through_a_pooler()
    subject.installation.use(subject.database)


def _cut_off(subject: ScenarioGateway, _: ExitStack) -> None:
    subject.database.through_a_pooler().restart()


_CONDITIONS: Mapping[str, Callable[[ScenarioGateway, ExitStack], None]] = {
    "lost": _lost,
    "locked": _locked,
    "held": _held,
    "read-only": _read_only,
    "out of disk space": _full,
    "out of reach": _out_of_reach,
    "closed to new tables": _closed_to_new_tables,
    "in a place that is not there": _nowhere,
    "obstructed at its first table": _obstructed_early,
    "obstructed at its last table": _obstructed_late,
    "closed to rows of its history": _closed_to_its_history,
    "an empty file": _empty_file,
    "led elsewhere by its search path": _led_elsewhere,
    "behind a pooler in transaction mode": _behind_a_pooler,
    "cut off by a restart of its pooler": _cut_off,
}
"""By the words of the features: "held", and those from "out of reach" to
the first of a pooler, befall a gateway that starts."""
_OF_WHAT_IS_THERE = frozenset({"lost", "locked", "read-only", "out of disk space"})
