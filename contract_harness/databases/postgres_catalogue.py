"""What PostgreSQL's catalogues say about a database, as lines that can be compared."""

from __future__ import annotations

from psycopg import sql

_OURS = "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'"

TABLES = f"""
SELECT n.nspname AS schema, c.relname AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p') AND {_OURS}
 ORDER BY 1, 2
"""  # noqa: S608 - no value in it
"""Every table, with its schema."""

SCHEMA = f"""
SELECT line FROM (
  SELECT concat_ws(' ', 'schema', n.nspname) FROM pg_namespace n WHERE {_OURS}
  UNION ALL
  SELECT concat_ws(' ', 'column', c.relkind, n.nspname, c.relname, a.attnum, a.attname,
                   format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
                   pg_get_expr(d.adbin, d.adrelid))
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c') AND {_OURS}
  UNION ALL
  SELECT concat_ws(' ', 'constraint', n.nspname, x.conname, x.conrelid::regclass, pg_get_constraintdef(x.oid))
    FROM pg_constraint x JOIN pg_namespace n ON n.oid = x.connamespace WHERE {_OURS}
  UNION ALL
  SELECT concat_ws(' ', 'index', n.nspname, pg_get_indexdef(i.indexrelid))
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE {_OURS}
  UNION ALL
  SELECT concat_ws(' ', 'view', n.nspname, c.relname, pg_get_viewdef(c.oid))
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm') AND {_OURS}
  UNION ALL
  SELECT concat_ws(' ', 'type', n.nspname, t.typname, t.typtype)
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
   WHERE t.typtype IN ('e', 'd', 'r') AND {_OURS}
  UNION ALL
  SELECT concat_ws(' ', 'trigger', n.nspname, pg_get_triggerdef(g.oid))
    FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE NOT g.tgisinternal AND {_OURS}
  UNION ALL
  SELECT concat_ws(' ', 'function', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {_OURS}
) AS found (line) ORDER BY line COLLATE "C"
"""  # noqa: S608 - no value in it
"""Every object of the schema as one line, sorted."""

SEQUENCES = "SELECT schemaname || '.' || sequencename AS name, last_value FROM pg_sequences"
"""Every sequence with where it stands."""

CONTENTS = sql.SQL('SELECT line FROM ({union}) AS found (line) ORDER BY line COLLATE "C"')
"""Every row that *union* gives, sorted."""


def table_lines(schema: str, name: str) -> sql.Composed:
    """A query that gives each row of a table as one line, the table's name in front."""
    return sql.SQL("SELECT {label} || ' ' || r::text FROM {table} AS r").format(
        label=sql.Literal(f"{schema}.{name}"), table=sql.Identifier(schema, name)
    )


def row_versions(schema: str, name: str) -> sql.Composed:
    """A query that gives where each row of a table lies, and which transaction wrote it."""
    return sql.SQL("SELECT ctid::text AS place, xmin::text AS version FROM {table}").format(
        table=sql.Identifier(schema, name)
    )
