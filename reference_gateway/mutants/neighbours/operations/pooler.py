"""Gateways that rely on a session of PostgreSQL one step beside the examples."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="operations.transaction-pooler-is-survived")
def prepares_what_it_asks_often(parts: Parts) -> Parts:
    """Prepares a statement under a name once it was asked five times on a connection."""
    from reference_gateway.mutants.operations._shared_sessions import PreparesWhatIsAskedOften

    return replace(parts, postgres_backend=PreparesWhatIsAskedOften)


@mutant(breaks="operations.transaction-pooler-is-survived")
def keeps_the_lock_of_its_migrations(parts: Parts) -> Parts:
    """Holds the lock under which it migrates until the session ends."""
    from reference_gateway.mutants.operations._shared_sessions import MigratesAfter

    words = "SELECT pg_advisory_lock(17)"
    return replace(parts, postgres_migrations=lambda url: MigratesAfter(url, words))


@mutant(breaks="operations.transaction-pooler-is-survived")
def leads_the_session_to_public(parts: Parts) -> Parts:
    """Sets the search path for its migrations and for whoever comes after them."""
    from reference_gateway.mutants.operations._shared_sessions import MigratesAfter

    words = "SET search_path TO public"
    return replace(parts, postgres_migrations=lambda url: MigratesAfter(url, words))


@mutant(breaks="operations.transaction-pooler-is-survived")
def takes_notes_in_the_session(parts: Parts) -> Parts:
    """Makes a temporary table in each session that it is given."""
    from reference_gateway.mutants.operations._shared_sessions import TakesNotes

    return replace(parts, postgres_backend=TakesNotes)


@mutant(breaks="operations.transaction-pooler-is-survived")
def stays_unready_after_a_restart(parts: Parts) -> Parts:
    """Asks for its readiness on the one connection that it once made."""
    from reference_gateway.mutants.operations._shared_sessions import KeepsItsProbe

    return replace(parts, postgres_backend=KeepsItsProbe)
