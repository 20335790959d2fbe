"""Bootstraps that touch what is pending of an admin who is there."""

from __future__ import annotations

from typing import cast

from reference_gateway.domain.identity import BOOTSTRAP_ADMIN_ID
from reference_gateway.services.bootstrap import Bootstrap
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
