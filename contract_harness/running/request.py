"""
What somebody wants verified, in their words, and the way from there to verdicts.

`prepare` finds everything that can be wrong before anything runs: targets that are not there, filters that
name nothing, config templates that fail, programs that are missing, addresses that do not answer or do not
let the harness in. What it gives is run as often as was wanted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

from contract_harness.doctor.preflight import check_fit
from contract_harness.errors import HarnessError
from contract_harness.ledger.clauses import Ledger
from contract_harness.ledger.editions import read_editions, scoring
from contract_harness.patience import Patience
from contract_harness.report.model import RunResult
from contract_harness.running.choice import Asked, chosen
from contract_harness.running.narrowing import failed_in, without
from contract_harness.running.runner import Channel
from contract_harness.running.verification import Conditions, Listener, verify
from contract_harness.targets.access import Reach
from contract_harness.targets.installed import check_installed
from contract_harness.targets.loading import load, url_target
from contract_harness.targets.target import Target
from contract_harness.verdicts import ExitCode

WORTH_A_WORKER = 10
"""So many examples take about as long as a worker needs to have its own gateways standing."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to verify, and how.

    Attributes:
        targets: packaged names or target files; without any, and without URLs, the reference gateway.
        urls: gateways that already run.
        command: the gateway program, in the place of the targets' own.
        database: what started gateways store in, in the place of what the targets say.
        reach: certificates and headers for those that already run.
        profiles, ids, tiers: only these clauses; empty for all that a target claims.
        excluded: clauses, profiles or patterns of clauses that are left out.
        last: only what failed in this earlier run; None asks whatever became of it.
        edition: whose clauses are scored; None for the clauses as they are now.
        preload: whether Python commands may be forked from an interpreter that has imported already.
        workers: at most so many processes.
        order: the seed of a shuffled order; None leaves examples in the order of the feature files.
        seed: of the values that are drawn; each further round takes the next of both.
        rounds: how often, until once something is not kept.
    """

    targets: Sequence[str] = ()
    urls: Sequence[str] = ()
    command: str | None = None
    database: str | None = None
    reach: Reach = field(default_factory=Reach)
    profiles: Sequence[str] = ()
    ids: Sequence[str] = ()
    tiers: Sequence[str] = ()
    excluded: Sequence[str] = ()
    last: RunResult | None = None
    edition: str | None = None
    preload: bool = True
    workers: int = 1
    fail_fast: bool = False
    patience: str | None = None
    order: int | None = None
    seed: int = 0
    rounds: int = 1


@dataclass(frozen=True, slots=True)
class Round:
    """One of the runs of a request: which of how many, and the seeds of its order and of what it draws."""

    number: int
    of: int
    order: int | None
    seed: int


Watch = Callable[[Round], AbstractContextManager[Listener]]
"""Is told of each round before it begins, and gives who listens to it."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request in which nothing was found wrong."""

    ledger: Ledger
    asked: Sequence[Asked]
    conditions: Conditions
    rounds: int

    @property
    def targets(self) -> dict[str, Target]:
        """What is verified, by name."""
        return {one.target.name: one.target for one in self.asked}

    def run(self, watch: Watch, channel: Channel) -> RunResult:
        """Verify round by round until once something is not kept; the result of the last.

        Args:
            channel: the process that stands by for the first round; later ones start their own.

        Raises:
            HarnessError: as `verify`.
        """
        for one in self._rounds():
            with watch(one) as listen:
                conditions = replace(self.conditions, order=one.order, seed=one.seed)
                over = channel if one.number == 1 else None
                result = verify(self.ledger, self.asked, conditions, listen, over)
            if result.exit_code is not ExitCode.KEPT:
                break
        return result

    def _rounds(self) -> Iterator[Round]:
        order, seed = self.conditions.order, self.conditions.seed
        for past in range(self.rounds):
            yield Round(past + 1, self.rounds, None if order is None else order + past, seed + past)


def prepare(ledger: Ledger, request: Request, step_files: Sequence[Path] = ()) -> Prepared:
    """Everything a run needs.

    Args:
        ledger: the clauses, an adopter's own among them.
        step_files: modules with an adopter's own steps.

    Raises:
        HarnessError: a target, a filter, an edition or a template is wrong, a gateway or a program is not
            there, an address does not answer, or what was given for it does not open it.
    """
    asked = what_is_asked(ledger, request)
    for one in asked:
        check_installed(one.target)
        _check_template(one)
        _check_fit(one, request.patience)
    conditions = Conditions(
        workers=useful_workers(request.workers, sum(clause.runs for one in asked for clause in one.clauses)),
        fail_fast=request.fail_fast,
        patience=request.patience,
        order=request.order,
        seed=request.seed,
        scoring=scoring(read_editions(), request.edition, ledger) if request.edition else None,
        step_files=step_files,
    )
    return Prepared(ledger, asked, conditions, request.rounds)


def what_is_asked(ledger: Ledger, request: Request) -> list[Asked]:
    """The clauses each target is asked, at least one of them all.

    Raises:
        HarnessError: a target or a filter is wrong, or nothing is left to ask.
    """
    asked = [_asked(ledger, target, request) for target in _targets(request)]
    if not any(one.clauses for one in asked):
        raise HarnessError(
            "no clause matches: the targets claim none of these profiles, or no clause of theirs passes "
            "every filter; `gateway-contracts clauses` lists what there is."
        )
    return asked


def useful_workers(most: int, examples: int) -> int:
    """As many of *most* workers as pay for their start, at least one."""
    return max(1, min(most, examples // WORTH_A_WORKER))


def _asked(ledger: Ledger, target: Target, request: Request) -> Asked:
    one = chosen(
        ledger,
        target if request.preload else replace(target, preload=()),
        profiles=request.profiles,
        ids=request.ids,
        tiers=request.tiers,
    )
    if request.excluded:
        one = without(one, ledger, request.excluded)
    return one if request.last is None else failed_in(one, request.last)


def _targets(request: Request) -> list[Target]:
    found = [load(spec) for spec in request.targets or ([] if request.urls else ["reference"])]
    for url in request.urls:
        one = url_target(url)
        # Two URLs have no names of their own.
        found.append(one if len(request.urls) == 1 else replace(one, name=one.url))
    if request.reach:
        if not any(one.driver == "url" for one in found):
            raise HarnessError(
                "--ca, --cert, --key and --header are for a gateway that already runs: give its --url."
            )
        found = [one.reached_by(request.reach) for one in found]
    if request.command is not None:
        found = [one.run_by(request.command) for one in found]
    if request.database is not None:
        found = [one.on(request.database) for one in found]
    for name, count in Counter(one.name for one in found).items():
        if count > 1:
            raise HarnessError(f"the target {name!r} is given twice: give each once.")
    return found


def _check_template(one: Asked) -> None:
    if one.clauses and one.target.config_template is not None:
        # Imported here: only gateways with a config of another format pay for Jinja.
        from contract_harness.configs.template_check import check_template

        check_template(one.target)


def _check_fit(one: Asked, patience: str | None) -> None:
    # A target that is asked nothing needs nothing.
    if one.clauses:
        check_fit(
            one.target, Patience().stretched(float(patience)) if patience else Patience.from_environment()
        )
