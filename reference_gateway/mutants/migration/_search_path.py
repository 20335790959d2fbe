"""Tables that a migration leaves where the search path leads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from reference_gateway.domain.migrations import Migration
from reference_gateway.domain.secrets import Secret
from reference_gateway.mutants._stores import HandedOn
from reference_gateway.ports.startup import MigrationSession

_MOVE = """
DO $$ DECLARE found record; path text;
BEGIN
  SELECT reset_val INTO path FROM pg_settings WHERE name = 'search_path';
  IF path <> 'elsewhere' THEN RETURN; END IF;
  FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE '{pattern}' LOOP
    EXECUTE format('ALTER TABLE public.%I SET SCHEMA %I', found.tablename, path);
  END LOOP;
END $$
"""


class MovedAlong(HandedOn):
    """What a transaction made is moved to the schema that the search path names, at its end."""

    def __init__(self, url: Secret, prefix: str = "") -> None:
        """
        Args:
            prefix: of the names of the tables that are moved.
        """
        # psycopg is imported by whoever is on PostgreSQL.
        from reference_gateway.store.postgres_migrations import PostgresMigrations

        super().__init__(PostgresMigrations(url))
        self._prefix = prefix

    @contextmanager
    def locked(self) -> Iterator[MigrationSession]:
        """As the real one."""
        with self.real.locked() as session:
            yield session
            session.run(Migration(0, "move", _MOVE.format(pattern=f"{self._prefix}%")))
