-- V17__baseline (SQLite)
-- Why: the whole schema at once. Fresh databases begin here; older histories are not upgraded in place.
-- Locks: nothing, the database is empty. One transaction creates every table, or none.
-- Undo: recreate the database. There is nothing before this version to go back to.
--
-- Ids are UUIDs in text. Times are unix seconds. Flags are 0 or 1. Money is an integer in ten-thousandths of a
-- US dollar. JSON is text. Tables are STRICT. No row is inserted.

CREATE TABLE providers (
    provider_key TEXT PRIMARY KEY CHECK (provider_key <> ''),
    provider_type TEXT NOT NULL CHECK (provider_type IN ('openai_compat', 'gcp_vertex')),
    config_json TEXT NOT NULL,
    -- References to secrets, never secrets.
    secrets_json TEXT NOT NULL DEFAULT '{}',
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE gateway_models (
    id TEXT PRIMARY KEY,
    model_key TEXT NOT NULL UNIQUE CHECK (model_key <> ''),
    alias_target_model_key TEXT REFERENCES gateway_models (model_key) ON DELETE RESTRICT,
    description TEXT,
    tags_json TEXT NOT NULL DEFAULT '[]',
    rank INTEGER NOT NULL DEFAULT 100,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK (alias_target_model_key IS NULL OR alias_target_model_key <> model_key)
) STRICT;

CREATE INDEX gateway_models_by_rank ON gateway_models (rank, model_key);
CREATE INDEX gateway_models_by_alias_target ON gateway_models (alias_target_model_key);

CREATE TABLE model_routes (
    id TEXT PRIMARY KEY,
    model_id TEXT NOT NULL REFERENCES gateway_models (id) ON DELETE CASCADE,
    provider_key TEXT NOT NULL REFERENCES providers (provider_key) ON DELETE RESTRICT,
    upstream_model TEXT NOT NULL,
    priority INTEGER NOT NULL DEFAULT 100,
    weight REAL NOT NULL DEFAULT 1.0 CHECK (weight >= 0),
    enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    extra_headers_json TEXT NOT NULL DEFAULT '{}',
    extra_body_json TEXT NOT NULL DEFAULT '{}',
    capabilities_json TEXT NOT NULL DEFAULT '{}',
    compatibility_json TEXT NOT NULL DEFAULT '{}',
    created_at INTEGER NOT NULL,
    UNIQUE (model_id, provider_key, upstream_model, priority)
) STRICT;

CREATE INDEX model_routes_by_provider ON model_routes (provider_key);

CREATE TABLE teams (
    id TEXT PRIMARY KEY,
    team_key TEXT NOT NULL UNIQUE CHECK (team_key <> ''),
    team_name TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive')),
    model_access_mode TEXT NOT NULL DEFAULT 'all' CHECK (model_access_mode IN ('all', 'restricted')),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE users (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    email_normalized TEXT NOT NULL UNIQUE CHECK (email_normalized <> ''),
    global_role TEXT NOT NULL CHECK (global_role IN ('platform_admin', 'user')),
    auth_mode TEXT NOT NULL CHECK (auth_mode IN ('password', 'oidc', 'oauth')),
    status TEXT NOT NULL CHECK (status IN ('invited', 'active', 'disabled')),
    must_change_password INTEGER NOT NULL DEFAULT 0 CHECK (must_change_password IN (0, 1)),
    request_logging_enabled INTEGER NOT NULL DEFAULT 1 CHECK (request_logging_enabled IN (0, 1)),
    model_access_mode TEXT NOT NULL DEFAULT 'all' CHECK (model_access_mode IN ('all', 'restricted')),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX users_by_role ON users (global_role, status);

CREATE TABLE team_memberships (
    -- The key says it: a user belongs to at most one team.
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    team_id TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX team_memberships_by_team ON team_memberships (team_id);

CREATE TABLE oidc_providers (
    id TEXT PRIMARY KEY,
    provider_key TEXT NOT NULL UNIQUE CHECK (provider_key <> ''),
    provider_type TEXT NOT NULL DEFAULT 'generic',
    issuer_url TEXT NOT NULL,
    client_id TEXT NOT NULL,
    client_secret_ref TEXT NOT NULL,
    scopes_json TEXT NOT NULL DEFAULT '[]',
    enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE user_password_auth (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    -- An Argon2id PHC string.
    password_hash TEXT NOT NULL,
    password_updated_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE user_oidc_auth (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    oidc_provider_id TEXT NOT NULL REFERENCES oidc_providers (id) ON DELETE RESTRICT,
    subject TEXT NOT NULL,
    email_claim TEXT,
    created_at INTEGER NOT NULL,
    UNIQUE (oidc_provider_id, subject)
) STRICT;

CREATE TABLE user_oauth_auth (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    oauth_provider TEXT NOT NULL,
    subject TEXT NOT NULL,
    email_claim TEXT,
    created_at INTEGER NOT NULL,
    UNIQUE (oauth_provider, subject)
) STRICT;

CREATE TABLE user_oidc_links (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    oidc_provider_id TEXT NOT NULL REFERENCES oidc_providers (id) ON DELETE RESTRICT,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX user_oidc_links_by_provider ON user_oidc_links (oidc_provider_id);

CREATE TABLE user_model_allowlist (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    model_id TEXT NOT NULL REFERENCES gateway_models (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, model_id)
) STRICT;

CREATE INDEX user_model_allowlist_by_model ON user_model_allowlist (model_id);

CREATE TABLE team_model_allowlist (
    team_id TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    model_id TEXT NOT NULL REFERENCES gateway_models (id) ON DELETE CASCADE,
    PRIMARY KEY (team_id, model_id)
) STRICT;

CREATE INDEX team_model_allowlist_by_model ON team_model_allowlist (model_id);

CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
    -- An Argon2id PHC string.
    secret_hash TEXT NOT NULL,
    name TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'revoked')),
    owner_kind TEXT NOT NULL CHECK (owner_kind IN ('user', 'team')),
    owner_user_id TEXT REFERENCES users (id) ON DELETE RESTRICT,
    owner_team_id TEXT REFERENCES teams (id) ON DELETE RESTRICT,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER,
    revoked_at INTEGER,
    CHECK (
        (owner_kind = 'user' AND owner_user_id IS NOT NULL AND owner_team_id IS NULL)
        OR (owner_kind = 'team' AND owner_team_id IS NOT NULL AND owner_user_id IS NULL)
    ),
    CHECK ((status = 'revoked') = (revoked_at IS NOT NULL))
) STRICT;

CREATE INDEX api_keys_by_owner_user ON api_keys (owner_user_id);
CREATE INDEX api_keys_by_owner_team ON api_keys (owner_team_id);
CREATE INDEX api_keys_by_age ON api_keys (created_at, public_id);

CREATE TABLE api_key_model_grants (
    api_key_id TEXT NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
    model_id TEXT NOT NULL REFERENCES gateway_models (id) ON DELETE CASCADE,
    PRIMARY KEY (api_key_id, model_id)
) STRICT;

CREATE INDEX api_key_model_grants_by_model ON api_key_model_grants (model_id);

CREATE TABLE audit_logs (
    id TEXT PRIMARY KEY,
    actor_user_id TEXT REFERENCES users (id) ON DELETE SET NULL,
    action TEXT NOT NULL,
    target_kind TEXT NOT NULL,
    target_id TEXT,
    details_json TEXT NOT NULL DEFAULT '{}',
    occurred_at INTEGER NOT NULL
) STRICT;

CREATE INDEX audit_logs_by_time ON audit_logs (occurred_at);

CREATE TABLE password_invitations (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- SHA-256 of the token in hex; the token itself is shown once.
    token_hash TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    consumed_at INTEGER,
    revoked_at INTEGER
) STRICT;

CREATE INDEX password_invitations_by_user ON password_invitations (user_id);

CREATE TABLE user_sessions (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- SHA-256 of the token in hex.
    token_hash TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;

CREATE INDEX user_sessions_by_user ON user_sessions (user_id);

CREATE TABLE pricing_catalog_cache (
    catalog_key TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    etag TEXT,
    fetched_at INTEGER NOT NULL,
    snapshot_json TEXT NOT NULL
) STRICT;

CREATE TABLE model_pricing (
    id TEXT PRIMARY KEY,
    pricing_provider_id TEXT NOT NULL,
    pricing_model_id TEXT NOT NULL,
    display_name TEXT NOT NULL,
    input_cost_per_million_tokens_usd_10000 INTEGER CHECK (input_cost_per_million_tokens_usd_10000 >= 0),
    output_cost_per_million_tokens_usd_10000 INTEGER CHECK (output_cost_per_million_tokens_usd_10000 >= 0),
    context_window_tokens INTEGER,
    input_window_tokens INTEGER,
    output_window_tokens INTEGER,
    modalities_json TEXT NOT NULL DEFAULT '{}',
    provenance_json TEXT NOT NULL DEFAULT '{}',
    effective_from INTEGER NOT NULL,
    effective_until INTEGER CHECK (effective_until IS NULL OR effective_until >= effective_from),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- At most one price is open for a model.
CREATE UNIQUE INDEX model_pricing_open
    ON model_pricing (pricing_provider_id, pricing_model_id) WHERE effective_until IS NULL;

CREATE TABLE request_logs (
    id TEXT PRIMARY KEY,
    request_id TEXT NOT NULL,
    -- No reference: the log outlives keys, users and teams.
    api_key_id TEXT NOT NULL,
    user_id TEXT,
    team_id TEXT,
    model_key TEXT NOT NULL,
    resolved_model_key TEXT NOT NULL,
    provider_key TEXT NOT NULL,
    status_code INTEGER,
    latency_ms INTEGER CHECK (latency_ms >= 0),
    prompt_tokens INTEGER,
    completion_tokens INTEGER,
    total_tokens INTEGER,
    error_code TEXT,
    has_payload INTEGER NOT NULL DEFAULT 0 CHECK (has_payload IN (0, 1)),
    request_payload_truncated INTEGER NOT NULL DEFAULT 0 CHECK (request_payload_truncated IN (0, 1)),
    response_payload_truncated INTEGER NOT NULL DEFAULT 0 CHECK (response_payload_truncated IN (0, 1)),
    tag_service TEXT,
    tag_component TEXT,
    tag_env TEXT,
    metadata_json TEXT NOT NULL DEFAULT '{}',
    occurred_at INTEGER NOT NULL
) STRICT;

CREATE INDEX request_logs_by_time ON request_logs (occurred_at, id);
CREATE INDEX request_logs_by_request ON request_logs (request_id);
CREATE INDEX request_logs_by_user ON request_logs (user_id, occurred_at);
CREATE INDEX request_logs_by_team ON request_logs (team_id, occurred_at);
CREATE INDEX request_logs_by_model ON request_logs (model_key, occurred_at);
CREATE INDEX request_logs_by_service ON request_logs (tag_service, occurred_at);

CREATE TABLE request_log_payloads (
    request_log_id TEXT PRIMARY KEY REFERENCES request_logs (id) ON DELETE CASCADE,
    request_json TEXT NOT NULL,
    response_json TEXT NOT NULL
) STRICT;

CREATE TABLE request_log_tags (
    request_log_id TEXT NOT NULL REFERENCES request_logs (id) ON DELETE CASCADE,
    tag_key TEXT NOT NULL,
    tag_value TEXT NOT NULL,
    PRIMARY KEY (request_log_id, tag_key)
) STRICT;

CREATE INDEX request_log_tags_by_value ON request_log_tags (tag_key, tag_value);

CREATE TABLE user_budgets (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    cadence TEXT NOT NULL CHECK (cadence IN ('daily', 'weekly', 'monthly')),
    amount_10000 INTEGER NOT NULL CHECK (amount_10000 >= 0),
    hard_limit INTEGER NOT NULL DEFAULT 1 CHECK (hard_limit IN (0, 1)),
    timezone TEXT NOT NULL DEFAULT 'UTC',
    is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- At most one budget of an owner is active.
CREATE UNIQUE INDEX user_budgets_active ON user_budgets (user_id) WHERE is_active = 1;

CREATE TABLE team_budgets (
    id TEXT PRIMARY KEY,
    team_id TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    cadence TEXT NOT NULL CHECK (cadence IN ('daily', 'weekly', 'monthly')),
    amount_10000 INTEGER NOT NULL CHECK (amount_10000 >= 0),
    hard_limit INTEGER NOT NULL DEFAULT 1 CHECK (hard_limit IN (0, 1)),
    timezone TEXT NOT NULL DEFAULT 'UTC',
    is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX team_budgets_active ON team_budgets (team_id) WHERE is_active = 1;

CREATE TABLE budget_alerts (
    id TEXT PRIMARY KEY,
    ownership_scope_key TEXT NOT NULL,
    owner_kind TEXT NOT NULL CHECK (owner_kind IN ('user', 'team')),
    owner_id TEXT NOT NULL,
    owner_name TEXT NOT NULL,
    -- No reference: an alert is history and outlives its budget.
    budget_id TEXT NOT NULL,
    cadence TEXT NOT NULL CHECK (cadence IN ('daily', 'weekly', 'monthly')),
    threshold_bps INTEGER NOT NULL CHECK (threshold_bps BETWEEN 0 AND 10000),
    window_start INTEGER NOT NULL,
    window_end INTEGER NOT NULL CHECK (window_end > window_start),
    spend_before_10000 INTEGER NOT NULL,
    spend_after_10000 INTEGER NOT NULL,
    remaining_budget_10000 INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (ownership_scope_key, budget_id, threshold_bps, window_start)
) STRICT;

CREATE INDEX budget_alerts_by_age ON budget_alerts (created_at, id);

CREATE TABLE budget_alert_deliveries (
    id TEXT PRIMARY KEY,
    budget_alert_id TEXT NOT NULL REFERENCES budget_alerts (id) ON DELETE CASCADE,
    channel TEXT NOT NULL CHECK (channel IN ('email')),
    delivery_status TEXT NOT NULL CHECK (delivery_status IN ('pending', 'sent', 'failed')),
    recipient TEXT,
    provider_message_id TEXT,
    failure_reason TEXT,
    queued_at INTEGER NOT NULL,
    last_attempted_at INTEGER,
    sent_at INTEGER
) STRICT;

CREATE INDEX budget_alert_deliveries_by_alert ON budget_alert_deliveries (budget_alert_id);
CREATE INDEX budget_alert_deliveries_pending
    ON budget_alert_deliveries (queued_at) WHERE delivery_status = 'pending';

CREATE TABLE usage_cost_events (
    usage_event_id INTEGER PRIMARY KEY AUTOINCREMENT,
    request_id TEXT NOT NULL,
    ownership_scope_key TEXT NOT NULL,
    api_key_id TEXT NOT NULL,
    user_id TEXT,
    team_id TEXT,
    actor_user_id TEXT,
    model_id TEXT,
    provider_key TEXT NOT NULL,
    upstream_model TEXT NOT NULL,
    prompt_tokens INTEGER,
    completion_tokens INTEGER,
    total_tokens INTEGER,
    provider_usage_json TEXT NOT NULL DEFAULT '{}',
    pricing_status TEXT NOT NULL
        CHECK (pricing_status IN ('priced', 'unpriced', 'usage_missing', 'legacy_estimated')),
    unpriced_reason TEXT,
    pricing_row_id TEXT REFERENCES model_pricing (id) ON DELETE SET NULL,
    computed_cost_10000 INTEGER NOT NULL DEFAULT 0 CHECK (computed_cost_10000 >= 0),
    occurred_at INTEGER NOT NULL,
    UNIQUE (request_id, ownership_scope_key)
) STRICT;

CREATE INDEX usage_cost_events_by_time ON usage_cost_events (occurred_at);
CREATE INDEX usage_cost_events_by_scope ON usage_cost_events (ownership_scope_key, occurred_at);
CREATE INDEX usage_cost_events_by_pricing_row ON usage_cost_events (pricing_row_id);

CREATE TABLE usage_cost_event_duplicates_archive (
    archive_id INTEGER PRIMARY KEY AUTOINCREMENT,
    kept_usage_event_id INTEGER NOT NULL,
    request_id TEXT NOT NULL,
    ownership_scope_key TEXT NOT NULL,
    duplicate_json TEXT NOT NULL,
    archived_at INTEGER NOT NULL
) STRICT;
