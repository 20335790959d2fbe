"""Wrong one step beside keys and sessions: at another door, or in another disguise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from reference_gateway.domain.errors import SessionRequired
from reference_gateway.http import rfc9112
from reference_gateway.http.api.cookies import SessionCookie
from reference_gateway.mutants import mutant
from reference_gateway.services.access import Access, Caller
from reference_gateway.services.bootstrap import Bootstrap
from reference_gateway.services.sessions import Sessions, SignedIn

if TYPE_CHECKING:
    from reference_gateway.domain.models import GatewayModel
    from reference_gateway.http.rfc9112 import Fields
    from reference_gateway.wiring import Parts


@mutant(breaks="bootstrap.admin-and-key-are-independent")
def leaves_a_well_known_admin(parts: Parts) -> Parts:
    """Makes an admin with a well-known password where the config wants none."""
    return replace(parts, bootstrap=_WellKnownAdmin)


@mutant(breaks="bootstrap.admin-and-key-are-independent")
def admits_keys_beside_an_admin_only(parts: Parts) -> Parts:
    """Seeds keys as ever and admits none as long as there is no admin."""
    return replace(parts, access=_BesideAnAdmin)


@mutant(breaks="bootstrap.session-opens-no-model")
def takes_the_token_of_a_session_for_a_key(parts: Parts) -> Parts:
    """Takes the token of a session for a key where it is presented as one."""
    return replace(parts, access=_TakesSessionTokens)


@mutant(breaks="bootstrap.session-opens-no-model")
def lists_models_without_a_key(parts: Parts) -> Parts:
    """Lists models to a call without a key, and lets it call none."""
    return replace(parts, access=_ListsWithoutAKey)


@mutant(breaks="bootstrap.key-opens-no-admin-api")
def takes_a_key_for_a_session(parts: Parts) -> Parts:
    """Takes a key for a session where it is presented in the session's cookie."""
    return replace(parts, sessions=_TakesKeys)


@mutant(breaks="bootstrap.key-opens-no-admin-api")
def reads_a_session_from_authorization(parts: Parts) -> Parts:
    """Opens the admin API to whoever presents something that begins like a key."""
    return replace(parts, sessions=_TakesKeys, session_cookie=_ReadsAuthorization)


class _WellKnownAdmin(Bootstrap):
    def ensure(self) -> bool:
        if self.is_wanted() or self.is_admin_present():
            return super().ensure()
        self.write(self._hasher.hash("admin"))
        return True


class _BesideAnAdmin(Access):
    def has_admin(self) -> bool:
        return any(user.is_active_platform_admin for user in self._identity.users())

    def models(self, caller: Caller) -> list[GatewayModel]:
        return list(super().models(caller)) if self.has_admin() else []


class _TakesSessionTokens(Access):
    def admit(self, authorization: str | None) -> Caller:
        token = (authorization or "").rpartition(" ")[2]
        try:
            UUID(token.partition(".")[0])
        except ValueError:
            return super().admit(authorization)
        return Caller(self._keys.keys()[0])


class _ListsWithoutAKey(Access):
    def admit(self, authorization: str | None) -> Caller:
        return Caller(self._keys.keys()[0]) if authorization is None else super().admit(authorization)

    def granted_model(self, caller: Caller, wanted: str) -> GatewayModel:
        del caller
        return super().granted_model(self.admit(""), wanted)


class _TakesKeys(Sessions):
    def require_admin(self, token: str | None) -> SignedIn:
        try:
            return super().require_admin(token)
        except SessionRequired:
            if token is None or not token.startswith("gwk_"):
                raise
            admin = next(user for user in self._identity.users() if user.is_bootstrap_admin)
            return self._open(admin)[0]


class _ReadsAuthorization(SessionCookie):
    def read(self, headers: Fields) -> str | None:
        presented = [value.rpartition(" ")[2] for value in rfc9112.values_of("authorization", headers)]
        return next(iter(presented), None) or super().read(headers)
