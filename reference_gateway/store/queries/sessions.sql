-- name: add
INSERT INTO user_sessions (id, user_id, token_hash, created_at, expires_at, last_seen_at, revoked_at)
VALUES (:id, :user_id, :token_hash, :created_at, :expires_at, :last_seen_at, NULL);

-- name: session
SELECT id, user_id, token_hash, created_at, expires_at, last_seen_at, revoked_at
  FROM user_sessions
 WHERE id = :session_id;

-- name: touch
UPDATE user_sessions SET last_seen_at = :seen_at WHERE id = :session_id AND last_seen_at < :seen_at;

-- name: revoke
-- Keeps the first revocation time.
UPDATE user_sessions SET revoked_at = :at WHERE id = :session_id AND revoked_at IS NULL;

-- name: revoke_all_of
UPDATE user_sessions
   SET revoked_at = :at
 WHERE user_id = :user_id AND revoked_at IS NULL AND id <> :except_session_id;
