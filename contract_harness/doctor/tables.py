"""Whether the tables that clauses read are there, under the names that the target gives them."""

from __future__ import annotations

from contract_harness.databases import HISTORY_TABLE, Database
from contract_harness.doctor.finding import Finding, fails, first_line, last_line, ok, skipped
from contract_harness.errors import ContractBreach, HarnessError, NotObservable
from contract_harness.installations.installation import Installation

_READ_BY = ("migration", "bootstrap")
"""Profiles whose core clauses look into tables."""
_REMEDY = (
    'say in [tables] what the gateway calls them, "" for one that it has not, or name in [not_expressible] '
    "the clauses that rest on them"
)


def tables(installation: Installation) -> Finding:
    """What is missing after `migrate --apply` on a scratch database."""
    if not set(_READ_BY) & set(installation.target.claims):
        return skipped("tables", f"neither {' nor '.join(_READ_BY)} is claimed")
    try:
        outcome = installation.run("migrate", "--apply")
        if outcome.exit_code != 0:
            detail = f"`migrate --apply` ends with {outcome.exit_code}, saying: {last_line(outcome.stderr)}"
            return fails("tables", detail, "run it by hand on an empty database")
        return _found(installation.database)
    except NotObservable:
        return skipped("tables", "there is no `migrate` command to make them with")
    except (ContractBreach, HarnessError) as error:
        return fails("tables", first_line(str(error)), "run `migrate --apply` by hand on an empty database")


def _found(database: Database) -> Finding:
    promised, there = database.names.promised, database.tables()
    missing = sorted(map(database.names.shown, promised - there))
    if not missing:
        return ok("tables", f"`migrate --apply` makes the {len(promised)} tables that clauses read")
    others = sorted(there - promised - {HISTORY_TABLE})
    beside = f"; there are others: {', '.join(others)}" if others else ""
    return fails("tables", f"`migrate --apply` does not make {', '.join(missing)}{beside}", _REMEDY)
