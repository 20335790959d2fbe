-- name: has_usable_platform_admin
-- An invited one does not count: nobody could sign in to complete the invitation.
SELECT 1 AS found
  FROM users
 WHERE global_role = 'platform_admin' AND status <> 'invited'
 LIMIT 1;

-- name: put_bootstrap_admin
INSERT INTO users (id, name, email, email_normalized, global_role, auth_mode, status, must_change_password,
                   request_logging_enabled, created_at, updated_at)
VALUES (:id, 'Admin', :email, :email, 'platform_admin', 'password', 'active', :must_change, 1, :at, :at)
ON CONFLICT (id) DO UPDATE
   SET name = excluded.name, email = excluded.email, email_normalized = excluded.email_normalized,
       global_role = excluded.global_role, auth_mode = excluded.auth_mode, status = excluded.status,
       must_change_password = excluded.must_change_password, updated_at = excluded.updated_at;
