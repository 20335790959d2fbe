"""What a gateway does on a scratch database: take the config, become ready, end when told to."""

from __future__ import annotations

import re
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from contract_harness.doctor.finding import Finding, State, fails, first_line, last_line, ok, skipped
from contract_harness.doctor.tables import tables
from contract_harness.errors import ContractBreach, HarnessError, NotObservable, TargetNeverReady
from contract_harness.evidence.recorder import Evidence
from contract_harness.installations.installation import Installation, Outcome
from contract_harness.installations.pool import Pool

_BASELINE = re.compile(r"(?<!\d)17(?!\d)")
"""The version every history of this shape begins with, whatever stands around it."""
UNTRIED = "not tried, because of what fails above"


def attempts(pool: Pool) -> Iterator[Finding]:
    """Have the gateway look at an empty database, then serve on it; everything is removed afterwards."""
    with _scratch(pool) as installation:
        config = _config(installation)
        yield config
        start = skipped("start", UNTRIED) if config.state is State.FAILS else _start(installation)
        yield start
    with _scratch(pool) as installation:
        yield skipped("tables", UNTRIED) if config.state is State.FAILS else tables(installation)
    if "admin-ui" in pool.target.commands:
        # It is told where the gateway is, which a second start would move.
        with _scratch(pool) as installation:
            yield _admin_ui(installation) if start.state is State.OK else skipped("admin UI", UNTRIED)


@contextmanager
def _scratch(pool: Pool) -> Iterator[Installation]:
    installation = pool.new_installation(Evidence())
    try:
        yield installation
    finally:
        installation.close()
        installation.database.drop()
        shutil.rmtree(installation.directory, ignore_errors=True)


def _config(installation: Installation) -> Finding:
    name = installation.target.config_name
    try:
        outcome = installation.run("migrate", "--status")
    except NotObservable:
        return skipped("config", "there is no `migrate` command to try it with")
    except (ContractBreach, HarnessError) as error:
        return fails("config", first_line(str(error)), "run `migrate --status` by hand")
    if outcome.exit_code == 0:
        # Who does not claim migrations may list them as it likes.
        if "migration" not in installation.target.claims:
            return ok("config", f"`migrate --status` takes {name} and an empty database")
        return _listing(outcome, name)
    detail = f"`migrate --status` ends with {outcome.exit_code}, saying: {last_line(outcome.stderr)}"
    remedy = (
        "have the gateway read the documented gateway.yaml, or name a `config_template` that makes its own"
    )
    return fails("config", detail, remedy)


def _listing(outcome: Outcome, name: str) -> Finding:
    if _BASELINE.search(outcome.stdout):
        return ok("config", f"`migrate --status` takes {name} and lists the baseline migration as pending")
    detail = f"`migrate --status` succeeds and lists no migration 17, saying: {last_line(outcome.stdout)}"
    return fails("config", detail, "have `migrate` be the gateway's own command, which lists its migrations")


def _start(installation: Installation) -> Finding:
    path = installation.target.readiness_path
    try:
        gateway = installation.serve()
    except TargetNeverReady as error:
        how = "is not ready in time" if error.exit_code is None else f"ends with {error.exit_code}"
        detail = f"`serve` {how}, saying: {last_line(error.log_tail)}"
        remedy = f"it must listen at server.bind and answer 200 at {path} (`readiness_path` names another)"
        return fails("start", detail, remedy)
    except HarnessError as error:
        return fails("start", first_line(str(error)), "correct `serve` in the target file")
    ready_after_s = gateway.ready_after_s
    if gateway.stop().exit_code == -signal.SIGKILL:
        detail = f"`serve` is ready after {ready_after_s:.2f} s and does not end on SIGTERM"
        return fails("start", detail, "let it shut down on SIGTERM; it is killed after some seconds")
    return ok("start", f"`serve` is ready after {ready_after_s:.2f} s and ends on SIGTERM")


def _admin_ui(installation: Installation) -> Finding:
    path = f"{installation.target.base_path}/login"
    try:
        installation.real_admin_ui()
        installation.serve().stop()
    except TargetNeverReady as error:
        detail = f"`admin-ui` is not ready, saying: {last_line(error.log_tail)}"
        return fails(
            "admin UI", detail, f"it must listen at {{port}} and answer 200 at {path} once the gateway runs"
        )
    except HarnessError as error:
        return fails("admin UI", first_line(str(error)), "correct `admin-ui` in the target file")
    return ok("admin UI", f"it answers at {path}")
