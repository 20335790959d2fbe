"""Databases for scenarios: one of its own for each, made from templates, always dropped."""

from contract_harness.databases.model import HISTORY_TABLE, SESSIONS, Database, DatabaseFactory

__all__ = ["HISTORY_TABLE", "SESSIONS", "Database", "DatabaseFactory"]
