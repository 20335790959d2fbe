-- name: user
SELECT id, name, email_normalized, global_role, auth_mode, status, must_change_password,
       request_logging_enabled, created_at
  FROM users
 WHERE id = :user_id;

-- name: user_by_email
SELECT id, name, email_normalized, global_role, auth_mode, status, must_change_password,
       request_logging_enabled, created_at
  FROM users
 WHERE email_normalized = :email;

-- name: users
-- Newest first, then by email.
SELECT id, name, email_normalized, global_role, auth_mode, status, must_change_password,
       request_logging_enabled, created_at
  FROM users
 ORDER BY created_at DESC, email_normalized;

-- name: team
SELECT id, team_key, team_name, status FROM teams WHERE id = :team_id;

-- name: teams
SELECT id, team_key, team_name, status FROM teams ORDER BY team_name, team_key;

-- name: memberships
SELECT user_id, team_id, role FROM team_memberships ORDER BY user_id;

-- name: oidc_providers
SELECT id, provider_key, enabled FROM oidc_providers ORDER BY provider_key;

-- name: password_hash
SELECT password_hash FROM user_password_auth WHERE user_id = :user_id;

-- name: put_password
INSERT INTO user_password_auth (user_id, password_hash, password_updated_at, created_at)
VALUES (:user_id, :phc, :at, :at)
ON CONFLICT (user_id) DO UPDATE
   SET password_hash = excluded.password_hash, password_updated_at = excluded.password_updated_at;

-- name: set_must_change_password
UPDATE users SET must_change_password = :must_change, updated_at = :at WHERE id = :user_id;
