"""Every question about a target, in the order in which a run would stumble over the answer."""

from __future__ import annotations

from collections.abc import Iterator

from contract_harness.doctor.attempts import UNTRIED, attempts
from contract_harness.doctor.finding import Finding, State, fails, first_line, ok, skipped
from contract_harness.doctor.machine import ports
from contract_harness.doctor.programs import programs
from contract_harness.doctor.running import running
from contract_harness.errors import HarnessError, MissingServer, adding
from contract_harness.installations.pool import Pool
from contract_harness.patience import Patience
from contract_harness.targets.target import Target


def examine(target: Target, patience: Patience) -> Iterator[Finding]:
    """Look at everything *target* needs. Whatever was started or written is gone when this ends."""
    if target.driver == "url":
        yield from running(target, patience)
        return
    pool = Pool(target, patience)
    is_fit = True
    try:
        for finding in _prerequisites(target, pool):
            is_fit = is_fit and finding.state is not State.FAILS
            yield finding
        if is_fit:
            yield from attempts(pool)
        else:
            yield skipped("config", UNTRIED)
            yield skipped("start", UNTRIED)
            yield skipped("tables", UNTRIED)
    finally:
        pool.close()


def _prerequisites(target: Target, pool: Pool) -> Iterator[Finding]:
    yield from programs(target)
    if target.config_template is not None:
        yield _template(target)
    yield _database(target, pool)
    yield ports()


def _template(target: Target) -> Finding:
    # Imported here: only targets with a config of their own need Jinja.
    from contract_harness.configs.template import BadTemplate
    from contract_harness.configs.template_check import check_template

    what = "config template"
    try:
        check_template(target)
    except BadTemplate as error:
        return fails(what, error.finding, "correct it there; it is given `config` and `env`")
    return ok(what, "it renders for every shape a clause starts from")


def _database(target: Target, pool: Pool) -> Finding:
    what = f"database {target.database}"
    try:
        return ok(what, pool.databases.about)
    except MissingServer as error:
        remedy = (
            "set GATEWAY_CONTRACTS_POSTGRES_URL to one whose role may create databases, install the server, "
            f"or type `{adding('postgres')}`"
        )
        return fails(what, f"there is no PostgreSQL server ({'; '.join(error.tried)})", remedy)
    except (HarnessError, OSError) as error:
        return fails(what, first_line(str(error)), "see what stands in its way there")
