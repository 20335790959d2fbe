-- name: key
SELECT id, public_id, secret_hash, name, status, owner_kind, owner_user_id, owner_team_id,
       created_at, last_used_at, revoked_at
  FROM api_keys
 WHERE public_id = :public_id;

-- name: keys
-- Newest first, then by public id.
SELECT id, public_id, secret_hash, name, status, owner_kind, owner_user_id, owner_team_id,
       created_at, last_used_at, revoked_at
  FROM api_keys
 ORDER BY created_at DESC, public_id;

-- name: grants_of
-- The keys of the granted models, by rank.
SELECT m.model_key AS model_key
  FROM api_key_model_grants AS g
  JOIN gateway_models AS m ON m.id = g.model_id
 WHERE g.api_key_id = :key_id
 ORDER BY m.rank, m.model_key;

-- name: all_grants
SELECT g.api_key_id AS key_id, m.model_key AS model_key
  FROM api_key_model_grants AS g
  JOIN gateway_models AS m ON m.id = g.model_id
 ORDER BY m.rank, m.model_key;

-- name: touch_key
UPDATE api_keys
   SET last_used_at = :used_at
 WHERE id = :key_id AND (last_used_at IS NULL OR last_used_at < :used_at);

-- name: effective_models
-- The grants, narrowed by every restricted owner: the team that owns the key, or the user and the user's own team.
SELECT m.id AS id, m.model_key AS model_key, m.alias_target_model_key AS alias_target_model_key,
       m.description AS description, m.tags_json AS tags_json, m.rank AS rank
  FROM api_key_model_grants AS g
  JOIN api_keys AS k ON k.id = g.api_key_id
  JOIN gateway_models AS m ON m.id = g.model_id
 WHERE k.id = :key_id
   AND NOT EXISTS (
        SELECT 1
          FROM users AS u
         WHERE u.id = k.owner_user_id
           AND u.model_access_mode = 'restricted'
           AND NOT EXISTS (SELECT 1 FROM user_model_allowlist AS a WHERE a.user_id = u.id AND a.model_id = m.id)
       )
   AND NOT EXISTS (
        SELECT 1
          FROM teams AS t
         WHERE (t.id = k.owner_team_id
                OR t.id = (SELECT s.team_id FROM team_memberships AS s WHERE s.user_id = k.owner_user_id))
           AND t.model_access_mode = 'restricted'
           AND NOT EXISTS (SELECT 1 FROM team_model_allowlist AS a WHERE a.team_id = t.id AND a.model_id = m.id)
       )
 ORDER BY m.rank, m.model_key;
