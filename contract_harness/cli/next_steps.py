"""What to do when a run is over: why something was not asked, and what to type next."""

from __future__ import annotations

import os
import shlex
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from contract_harness import resources
from contract_harness.report.model import RunResult, TargetResult
from contract_harness.targets.loading import load, names
from contract_harness.targets.target import Target
from contract_harness.verdicts import ExitCode, Verdict


def unasked(run: RunResult, targets: Mapping[str, Target]) -> Iterator[str]:
    """A sentence for each reason why clauses of the contract were not asked."""
    for told in run.targets:
        counted = Counter(_why(told, targets))
        for (profile, reason), count in counted.items():
            clauses = "1 clause was" if count == 1 else f"{count} clauses were"
            yield f"{clauses} not asked: {reason}{_remedy(targets[told.name], profile)}"


def commands(run: RunResult, given: Sequence[str], report_dir: Path) -> Iterator[tuple[str, str]]:
    """What to type next, each with what it is good for.

    Args:
        given: the words that named the targets of this run.
    """
    at = [] if report_dir == Path("reports") else ["--report-dir", str(report_dir)]
    failed = next((one for _, one in run.clauses if one.verdict.fails), None)
    if failed is not None:
        yield f"gateway-contracts explain {failed.id}", "what is promised there, and by whom"
        yield _typed("verify", *given, *at, "--last-failed"), "ask again only what was not kept"
    elif run.exit_code is ExitCode.VOID:
        yield _typed("doctor", *given), "what this machine or the target lacks"
    elif run.exit_code is ExitCode.KEPT and not _is_own(run):
        if len(run.targets) == 1:
            yield "gateway-contracts verify reference reference-postgres", "on both databases"
        yield "gateway-contracts init my-gateway.toml", "judge a gateway of your own"


def activation(environ: Mapping[str, str], prefix: Path) -> Iterator[tuple[str, str]]:
    """What to type first where the shell does not find the commands of the environment at *prefix*."""
    script = prefix / "bin" / "activate"
    folders = environ.get("PATH", "").split(os.pathsep)
    # uv puts the environment first on the path of what it runs, and the shell never sees that.
    own = folders[1:] if "UV_RUN_RECURSION_DEPTH" in environ else folders
    if script.exists() and shutil.which("gateway-contracts", path=os.pathsep.join(own)) is None:
        shown = os.path.relpath(script) if script.is_relative_to(Path.cwd()) else str(script)
        yield f". {shlex.quote(shown)}", "so that this shell finds the commands"


def _why(told: TargetResult, targets: Mapping[str, Target]) -> Iterator[tuple[str, str]]:
    """For each clause that was not asked: its profile when that is not claimed, and the reason."""
    claims = targets[told.name].claims
    for clause in told.clauses:
        if clause.verdict is Verdict.UNSUPPORTED:
            yield "" if clause.profile in claims else clause.profile, clause.reason


def _remedy(target: Target, profile: str) -> str:
    """Where the profile is claimed, or how to claim it."""
    if not profile:
        return ""
    if target.url and target.here == Path():  # given as --url: there is no file to add it to
        return ""
    if not _is_packaged(target):
        return f"; add {profile} to its claims when it has it"
    others = (load(name) for name in names() if name != target.name)
    claiming = [one.name for one in others if one.gateway == target.gateway and profile in one.claims]
    return f"; {claiming[0]} does" if claiming else ""


def _is_packaged(target: Target) -> bool:
    return target.here == resources.contracts("targets").resolve()


def _is_own(run: RunResult) -> bool:
    """A gateway of somebody's own was judged, who knows by now how that goes."""
    return not all(target.name.startswith("reference") for target in run.targets)


def _typed(*words: str) -> str:
    return shlex.join(["gateway-contracts", *words])
