# A database that a version from before the baseline has left.
psql "$POSTGRES_URL" --quiet --command 'CREATE TABLE providers (id text)' --command \
  'CREATE TABLE refinery_schema_history (version bigint PRIMARY KEY, name text, applied_on bigint, checksum text)' --command \
  "INSERT INTO refinery_schema_history SELECT n, 'step', n, 'V' || n FROM generate_series(1, 16) n"
