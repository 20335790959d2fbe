-- name: provider_keys
SELECT provider_key FROM providers;

-- name: put_provider
INSERT INTO providers (provider_key, provider_type, config_json, secrets_json, created_at, updated_at)
VALUES (:key, :type, :config_json, :secrets_json, :at, :at)
ON CONFLICT (provider_key) DO UPDATE
   SET provider_type = excluded.provider_type, config_json = excluded.config_json,
       secrets_json = excluded.secrets_json, updated_at = excluded.updated_at
 WHERE providers.provider_type <> excluded.provider_type OR providers.config_json <> excluded.config_json
       OR providers.secrets_json <> excluded.secrets_json;

-- name: put_model
INSERT INTO gateway_models (id, model_key, alias_target_model_key, description, tags_json, rank, created_at, updated_at)
VALUES (:id, :key, NULL, :description, :tags_json, :rank, :at, :at)
ON CONFLICT (model_key) DO UPDATE
   SET description = excluded.description, tags_json = excluded.tags_json, rank = excluded.rank,
       updated_at = excluded.updated_at
 WHERE gateway_models.description IS DISTINCT FROM excluded.description
       OR gateway_models.tags_json <> excluded.tags_json OR gateway_models.rank <> excluded.rank;

-- name: link_alias
UPDATE gateway_models
   SET alias_target_model_key = :alias_of
 WHERE model_key = :key AND alias_target_model_key IS DISTINCT FROM :alias_of;

-- name: model_id
SELECT id FROM gateway_models WHERE model_key = :key;

-- name: remove_routes
DELETE FROM model_routes WHERE model_id = :model_id;

-- name: grants
SELECT model_id FROM api_key_model_grants WHERE api_key_id = :key_id;

-- name: add_route
INSERT INTO model_routes (id, model_id, provider_key, upstream_model, priority, weight, enabled,
                          extra_headers_json, extra_body_json, capabilities_json, compatibility_json, created_at)
VALUES (:id, :model_id, :provider_key, :upstream_model, :priority, :weight, :enabled,
        :extra_headers_json, :extra_body_json, :capabilities_json, :compatibility_json, :at);

-- name: put_key
-- A revoked key stays revoked.
INSERT INTO api_keys (id, public_id, secret_hash, name, status, owner_kind, owner_user_id, owner_team_id, created_at)
VALUES (:id, :public_id, :secret_hash, :name, 'active', 'team', NULL, :team_id, :at)
ON CONFLICT (public_id) DO UPDATE
   SET secret_hash = excluded.secret_hash, name = excluded.name, owner_kind = excluded.owner_kind,
       owner_user_id = NULL, owner_team_id = excluded.owner_team_id
 WHERE api_keys.secret_hash <> excluded.secret_hash OR api_keys.name <> excluded.name
       OR api_keys.owner_team_id IS DISTINCT FROM excluded.owner_team_id;

-- name: live_keys_of_team
SELECT id, public_id FROM api_keys WHERE owner_team_id = :team_id AND status = 'active';

-- name: revoke_key
UPDATE api_keys SET status = 'revoked', revoked_at = :at WHERE id = :key_id AND status = 'active';

-- name: live_models
SELECT model_key, id FROM gateway_models
 WHERE alias_target_model_key IS NOT NULL
    OR EXISTS (SELECT 1 FROM model_routes WHERE model_id = gateway_models.id AND enabled = 1)
 ORDER BY model_key;

-- name: disable_routes
UPDATE model_routes SET enabled = 0 WHERE model_id = :model_id AND enabled = 1;

-- name: unlink_alias
UPDATE gateway_models SET alias_target_model_key = NULL WHERE id = :model_id AND alias_target_model_key IS NOT NULL;

-- name: remove_grants
DELETE FROM api_key_model_grants WHERE api_key_id = :key_id;

-- name: add_grant
INSERT INTO api_key_model_grants (api_key_id, model_id) VALUES (:key_id, :model_id);

-- name: team_by_key
SELECT id, team_key, team_name, status FROM teams WHERE team_key = :key;

-- name: put_team
INSERT INTO teams (id, team_key, team_name, status, model_access_mode, created_at, updated_at)
VALUES (:id, :key, :name, :status, 'all', :at, :at)
ON CONFLICT (team_key) DO UPDATE SET team_name = excluded.team_name, updated_at = excluded.updated_at
 WHERE teams.team_name <> excluded.team_name;

-- name: ensure_team
-- An existing team is left as it is: its name may have been changed since.
INSERT INTO teams (id, team_key, team_name, status, model_access_mode, created_at, updated_at)
VALUES (:id, :key, :name, :status, 'all', :at, :at)
ON CONFLICT (team_key) DO NOTHING;

-- name: add_user
INSERT INTO users (id, name, email, email_normalized, global_role, auth_mode, status, must_change_password,
                   request_logging_enabled, created_at, updated_at)
VALUES (:id, :name, :email, :email, :role, :auth_mode, :status, :must_change, :logging, :at, :at);

-- name: update_user
UPDATE users
   SET name = :name, global_role = :role, auth_mode = :auth_mode, request_logging_enabled = :logging,
       updated_at = :at
 WHERE id = :user_id
   AND (name <> :name OR global_role <> :role OR auth_mode <> :auth_mode OR request_logging_enabled <> :logging);

-- name: active_platform_admins
SELECT id FROM users WHERE global_role = 'platform_admin' AND status = 'active' AND id <> :bootstrap_admin_id;

-- name: membership
SELECT user_id, team_id, role FROM team_memberships WHERE user_id = :user_id;

-- name: put_membership
INSERT INTO team_memberships (user_id, team_id, role, created_at, updated_at)
VALUES (:user_id, :team_id, :role, :at, :at)
ON CONFLICT (user_id) DO UPDATE
   SET team_id = excluded.team_id, role = excluded.role, updated_at = excluded.updated_at
 WHERE team_memberships.team_id <> excluded.team_id OR team_memberships.role <> excluded.role;

-- name: remove_membership
DELETE FROM team_memberships WHERE user_id = :user_id;

-- name: oidc_provider
SELECT id, provider_key, enabled FROM oidc_providers WHERE provider_key = :key;

-- name: oidc_link
SELECT oidc_provider_id FROM user_oidc_links WHERE user_id = :user_id;

-- name: put_oidc_link
INSERT INTO user_oidc_links (user_id, oidc_provider_id, created_at)
VALUES (:user_id, :provider_id, :at)
ON CONFLICT (user_id) DO UPDATE SET oidc_provider_id = excluded.oidc_provider_id
 WHERE user_oidc_links.oidc_provider_id <> excluded.oidc_provider_id;

-- name: remove_oidc_link
DELETE FROM user_oidc_links WHERE user_id = :user_id;

-- name: user_budget
SELECT id, cadence, amount_10000, hard_limit, timezone FROM user_budgets WHERE user_id = :owner_id AND is_active = 1;

-- name: close_user_budget
UPDATE user_budgets SET is_active = 0, updated_at = :at WHERE user_id = :owner_id AND is_active = 1;

-- name: open_user_budget
INSERT INTO user_budgets (id, user_id, cadence, amount_10000, hard_limit, timezone, is_active, created_at, updated_at)
VALUES (:id, :owner_id, :cadence, :amount, :hard_limit, :timezone, 1, :at, :at);

-- name: team_budget
SELECT id, cadence, amount_10000, hard_limit, timezone FROM team_budgets WHERE team_id = :owner_id AND is_active = 1;

-- name: close_team_budget
UPDATE team_budgets SET is_active = 0, updated_at = :at WHERE team_id = :owner_id AND is_active = 1;

-- name: open_team_budget
INSERT INTO team_budgets (id, team_id, cadence, amount_10000, hard_limit, timezone, is_active, created_at, updated_at)
VALUES (:id, :owner_id, :cadence, :amount, :hard_limit, :timezone, 1, :at, :at);
