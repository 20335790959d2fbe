"""What touches a pending password change of an admin who is there."""

from __future__ import annotations

from typing import cast

from msgspec import structs

from reference_gateway.domain.errors import InvalidCredentials
from reference_gateway.domain.identity import BOOTSTRAP_ADMIN_ID
from reference_gateway.services.bootstrap import Bootstrap
from reference_gateway.services.sessions import Sessions, SignedIn
from reference_gateway.store.bootstrap import BootstrapStore


class _MarksThePresent(Bootstrap):
    """Says anew of an admin who is there whether a change is due, and leaves the password."""

    def mark(self, *, must_change: bool) -> None:
        store = cast(BootstrapStore, self._store)
        admin, phc = store.user(BOOTSTRAP_ADMIN_ID), store.password_hash(BOOTSTRAP_ADMIN_ID)
        if admin is not None and phc is not None and admin.must_change_password != must_change:
            store.store_password(BOOTSTRAP_ADMIN_ID, phc, must_change=must_change, at=self._clock())


class ForgetsRotationWhenPresent(_MarksThePresent):
    def ensure(self) -> bool:
        made = super().ensure()
        if not made:
            self.mark(must_change=False)
        return made


class AsksAgain(_MarksThePresent):
    def ensure(self) -> bool:
        made = super().ensure()
        if not made:
            self.mark(must_change=self._config.require_password_change)
        return made


class TakesTheSame(Sessions):
    def change_password(self, token: str | None, current: str, new: str) -> SignedIn:
        if current != new:
            return super().change_password(token, current, new)
        signed_in = self.require_platform_admin(token)
        user = signed_in.user
        if not self.proves(self._identity.password_hash(user.id), current):
            raise InvalidCredentials
        with self._work.transaction():
            phc = self._hasher.hash(new)
            self._identity.store_password(user.id, phc, must_change=False, at=self._clock())
        return SignedIn(structs.replace(user, must_change_password=False), signed_in.session)
