"""Wrong about keys and sessions: the first open `/v1`, the second the control plane."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.domain.errors import SessionRequired
from reference_gateway.mutants import mutant
from reference_gateway.services.access import Access, Caller
from reference_gateway.services.seeding import Seeding
from reference_gateway.services.sessions import Sessions, SignedIn

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="bootstrap.admin-and-key-are-independent")
def seeds_only_beside_an_admin(parts: Parts) -> Parts:
    """Seeds nothing where the bootstrap admin is disabled."""
    return replace(parts, seeding=_OnlyBesideAnAdmin)


@mutant(breaks="bootstrap.key-opens-no-admin-api")
def opens_the_admin_api_without_a_session(parts: Parts) -> Parts:
    """Opens the admin API to a caller without a session."""
    return replace(parts, sessions=_NeedsNoSession)


@mutant(breaks="bootstrap.session-opens-no-model")
def opens_models_without_a_key(parts: Parts) -> Parts:
    """Takes a call without a key for one with the first key there is."""
    return replace(parts, access=_NeedsNoKey)


class _OnlyBesideAnAdmin(Seeding):
    def seed(self) -> None:
        if self._config.auth.bootstrap_admin.enabled:
            super().seed()


class _NeedsNoSession(Sessions):
    def require_admin(self, token: str | None) -> SignedIn:
        try:
            return super().require_admin(token)
        except SessionRequired:
            admin = next(user for user in self._identity.users() if user.is_bootstrap_admin)
            return self._open(admin)[0]


class _NeedsNoKey(Access):
    def admit(self, authorization: str | None) -> Caller:
        return Caller(self._keys.keys()[0]) if authorization is None else super().admit(authorization)
