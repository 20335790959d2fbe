"""
The result of a run, as values. Every writer reads this and nothing else.

Texts are already without secrets when they get here: evidence is redacted where it is recorded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from contract_harness.ledger.clauses import Tier
from contract_harness.ledger.sources import Link
from contract_harness.targets.sections import Deviation
from contract_harness.verdicts import ExitCode, Verdict, exit_code


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an example.

    Attributes:
        state: held, failed or not-reached.
        argument: the table or doc string below it, as written; empty when there is none.
    """

    keyword: str
    text: str
    state: str
    duration_s: float
    argument: str = ""


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What became of one example (one row of it, when it has a table).

    Attributes:
        promised, observed, detail: of the breach; empty unless broken.
        message: why it is void or not applicable.
        ailment: that a gateway crashed or hung, when it did beside the breach.
        trace: where the harness itself failed; empty unless it did.
        exchanges, commands: as `Evidence.as_dict` gives them, the last ones; empty when kept.
        logs: the tail of each gateway log by the gateway's name.
        dropped: exchanges and commands that were seen and are not shown.
        again: a command line that repeats what was done last.
        again_shows: `breach` when its answer shows the breach, `call` when it only repeats the call.
        drawn: values that were drawn, by the words that stand for them in the feature.
        seed: by which; None when none was.
    """

    name: str
    verdict: Verdict
    duration_s: float
    row: Mapping[str, str] = field(default_factory=dict)
    worker: str = ""
    steps: tuple[Step, ...] = ()
    promised: str = ""
    observed: str = ""
    detail: str = ""
    message: str = ""
    ailment: str = ""
    trace: str = ""
    exchanges: tuple[Mapping[str, Any], ...] = ()
    commands: tuple[Mapping[str, Any], ...] = ()
    logs: Mapping[str, str] = field(default_factory=dict)
    dropped: int = 0
    again: str = ""
    again_shows: str = ""
    drawn: Mapping[str, str] = field(default_factory=dict)
    seed: int | None = None

    @property
    def title(self) -> str:
        """As `titled` has it."""
        return titled(self.name, self.row)


def titled(name: str, row: Mapping[str, str]) -> str:
    """The name of an example with its row's values filled in; behind it, when it has no place for any."""
    title = name
    for column, value in row.items():
        title = title.replace(f"<{column}>", value)
    if title != name or not row:
        return title
    return f"{title} ({', '.join(f'{column} {value}' for column, value in row.items())})"


@dataclass(frozen=True, slots=True)
class ClauseResult:
    """What became of one clause at one target.

    Attributes:
        sources: what `source` cites, each with its link; none when it cites nothing that is known.
        place: feature file and line.
        reason: why it is blocked, a deviation, stale, unsupported or not run.
        expected: how many examples it has.
        needs: optional features without which it asks nothing.
        scored: whether it has a part in a score; `note` says why when it has none.
        deviation: what the target file declares of it.
        mutants: what gateways do that are wrong in this promise only; told of a clause that was not kept.
    """

    id: str
    profile: str
    tier: Tier
    title: str
    source: str
    place: str
    after: tuple[str, ...]
    verdict: Verdict
    reason: str
    expected: int
    examples: tuple[ExampleResult, ...]
    needs: tuple[str, ...] = ()
    scored: bool = True
    note: str = ""
    deviation: Deviation | None = None
    mutants: tuple[str, ...] = ()
    sources: tuple[Link, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether a breach of it fails the run: what is scored, and what the caller brought along."""
        return self.scored or self.tier is Tier.EXTRA

    @property
    def fails_freely(self) -> bool:
        """Whether it is broken, or stale, and costs nothing."""
        return self.verdict.fails and not self.counts

    @property
    def duration_s(self) -> float:
        return sum(example.duration_s for example in self.examples)

    @property
    def decisive(self) -> ExampleResult | None:
        """The example that decided the verdict, None when none ran."""
        return max(self.examples, key=lambda example: example.verdict.rank, default=None)


class Presence(StrEnum):
    """What a probe saw."""

    PRESENT = "present"
    ABSENT = "absent"
    UNSEEN = "unseen"
    """This driver cannot see it, or nobody could tell."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What was seen of one profile or optional feature, whether the target claims it or not.

    Attributes:
        kind: profile or feature.
        observed: what was seen, in words.
    """

    name: str
    kind: str
    claimed: bool
    presence: Presence
    observed: str

    @property
    def is_missing(self) -> bool:
        """Claimed and absent, which fails the run."""
        return self.claimed and self.presence is Presence.ABSENT

    @property
    def is_finding(self) -> bool:
        """Present and not claimed, which is worth a word and costs nothing."""
        return not self.claimed and self.presence is Presence.PRESENT


@dataclass(frozen=True, slots=True)
class TargetResult:
    """What became of every clause at one target.

    Attributes:
        typed: what names it on a command line; see `targets.target.Target`.
        claims: profiles.
        supports: optional features.
        probes: what was seen of claims, supports and what stands beside them; empty when nobody looked.
        reservations: why the claim rests on fewer clauses than it has, one sentence each.
    """

    name: str
    driver: str
    about: str
    database: str
    claims: tuple[str, ...]
    clauses: tuple[ClauseResult, ...]
    typed: Mapping[str, str] = field(default_factory=dict, hash=False)
    supports: tuple[str, ...] = ()
    probes: tuple[Probe, ...] = ()
    reservations: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[Probe, ...]:
        """What it claims and does not have."""
        return tuple(probe for probe in self.probes if probe.is_missing)

    @property
    def findings(self) -> tuple[Probe, ...]:
        """What it has and does not claim."""
        return tuple(probe for probe in self.probes if probe.is_finding)

    def of(self, profile: str) -> list[ClauseResult]:
        """Its clauses of one profile."""
        return [clause for clause in self.clauses if clause.profile == profile]

    def is_extra(self, profile: str) -> bool:
        """Whether the profile is an adopter's own, outside the contract."""
        return any(clause.profile == profile and clause.tier is Tier.EXTRA for clause in self.clauses)

    def counts(self, *, tier: Tier | None = None, profile: str | None = None) -> dict[str, int]:
        """How many clauses have each verdict, by its label; verdicts nobody has are left out."""
        return tally(
            clause
            for clause in self.clauses
            if (tier is None or clause.tier is tier) and (profile is None or clause.profile == profile)
        )


@dataclass(frozen=True, slots=True)
class RunResult:
    """One run of `verify`.

    Attributes:
        digest: of the feature files: two reports with the same digest judged the same promises.
        troubles: what went wrong outside any example; each voids the run.
        stopped: why the run ended before everything asked for had run; empty when it did not.
        edition: what was scored; empty for the clauses as they are now.
        narrowed: how the caller chose among the clauses, in words; empty when all were asked.
        order: the seed of the order in which examples ran; None for the order of the feature files.
        seed: of the values that were drawn; None when nobody knows, of an older report.
    """

    harness_version: str
    digest: str
    started_at: datetime
    duration_s: float
    workers: int
    targets: tuple[TargetResult, ...]
    troubles: tuple[str, ...] = ()
    stopped: str = ""
    edition: str = ""
    narrowed: tuple[str, ...] = ()
    order: int | None = None
    seed: int | None = None

    @property
    def clauses(self) -> Iterable[tuple[TargetResult, ClauseResult]]:
        """Every clause with its target, target by target."""
        return ((target, clause) for target in self.targets for clause in target.clauses)

    @property
    def exit_code(self) -> ExitCode:
        """What the command returns; see `verdicts.exit_code`."""
        if self.stopped == INTERRUPTED:
            return ExitCode.INTERRUPTED
        if self.troubles:
            return ExitCode.VOID
        judged = [(clause.counts, clause.verdict) for _, clause in self.clauses]
        code = exit_code(judged, stopped_early=self.stopped == FAIL_FAST)
        is_short = any(target.missing for target in self.targets)
        return ExitCode.BROKEN if is_short and code is ExitCode.KEPT else code

    @property
    def breaks_the_contract(self) -> bool:
        """Something of the contract fails, and not only what the caller brought along."""
        is_short = any(target.missing for target in self.targets)
        return is_short or any(one.scored and one.verdict.fails for _, one in self.clauses)

    def counts(self) -> dict[str, int]:
        """How many clauses, over all targets, have each verdict."""
        return tally(clause for _, clause in self.clauses)


INTERRUPTED = "interrupted"
FAIL_FAST = "stopped at the first failure, as asked"


def tally(clauses: Iterable[ClauseResult]) -> dict[str, int]:
    """How many clauses have each verdict, by its label, most serious first."""
    count = Counter(clause.verdict for clause in clauses)
    return {verdict.label: count[verdict] for verdict in reversed(Verdict) if count[verdict]}
