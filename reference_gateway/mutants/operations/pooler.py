"""Wrong about whose a session of PostgreSQL is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="operations.transaction-pooler-is-survived")
def prepares_statements_under_a_name(parts: Parts) -> Parts:
    """Counts on statements that it prepared in another session."""
    from reference_gateway.mutants.operations._shared_sessions import Prepares

    return replace(parts, postgres_backend=Prepares)


@mutant(breaks="operations.transaction-pooler-is-survived")
def locks_its_session(parts: Parts) -> Parts:
    """Takes the lock of its start for the session, and gives it back in another one."""
    from reference_gateway.mutants.operations._shared_sessions import LocksTheSession

    return replace(parts, postgres_backend=LocksTheSession)


@mutant(breaks="operations.transaction-pooler-is-survived")
def limits_its_session(parts: Parts) -> Parts:
    """Sets the time limit of statements for whoever uses the session next."""
    from reference_gateway.mutants.operations._shared_sessions import SaysFirst

    return replace(parts, postgres_backend=SaysFirst)


@mutant(breaks="operations.transaction-pooler-is-survived")
def uses_dead_connections(parts: Parts) -> Parts:
    """Finds out that a connection is dead when a caller needs it."""
    from reference_gateway.mutants.operations._shared_sessions import UsesDeadConnections

    return replace(parts, postgres_backend=UsesDeadConnections)
