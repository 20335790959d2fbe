"""What makes an administrator where there is one already."""

from __future__ import annotations

from reference_gateway.services.bootstrap import Bootstrap
from reference_gateway.store.queries import Query

ADD_ADMIN = Query(
    "add_admin",
    "INSERT INTO users (id, name, email, email_normalized, global_role, auth_mode, status,"
    " must_change_password, request_logging_enabled, created_at, updated_at)"
    " VALUES (:id, 'Deputy', :email, :email, 'platform_admin', 'password', 'active', 0, 1, 0, 0)",
)


class NeverPresent(Bootstrap):
    def is_admin_present(self) -> bool:
        return False
