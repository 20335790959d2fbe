"""The first administrator's row."""

from datetime import datetime

from reference_gateway.domain.identity import BOOTSTRAP_ADMIN_ID
from reference_gateway.store.identity import IdentityStore
from reference_gateway.store.moments import seconds
from reference_gateway.store.queries import load

SQL = load("bootstrap")


class BootstrapStore(IdentityStore):
    """Implements `ports.BootstrapStore`."""

    def has_usable_platform_admin(self) -> bool:
        """Whether some platform admin exists who is past the invitation."""
        return self._backend.fetch_one(SQL["has_usable_platform_admin"]) is not None

    def put_bootstrap_admin(self, *, email: str, must_change_password: bool, at: datetime) -> None:
        """Insert or refresh the fixed row, active, in password mode; `Conflict` when *email* is taken."""
        self._backend.execute(
            SQL["put_bootstrap_admin"],
            id=BOOTSTRAP_ADMIN_ID,
            email=email,
            must_change=int(must_change_password),
            at=seconds(at),
        )
