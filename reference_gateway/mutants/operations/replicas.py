"""Wrong about other replicas on the same database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.mutants import mutant
from reference_gateway.services.access import Access
from reference_gateway.services.sessions import Sessions

if TYPE_CHECKING:
    from reference_gateway.domain.identity import Session
    from reference_gateway.services.access import Caller
    from reference_gateway.services.sessions import SignedIn
    from reference_gateway.wiring import Parts


@mutant(breaks="operations.sessions-are-shared")
def remembers_who_signed_in_here(parts: Parts) -> Parts:
    """Knows the sessions of its own process only."""
    return replace(parts, sessions=_OwnSessions)


@mutant(breaks="operations.revocation-is-seen-everywhere")
def remembers_live_keys(parts: Parts) -> Parts:
    """Goes on letting in a key that it once let in."""
    return replace(parts, access=_RemembersLiveKeys)


class _OwnSessions(Sessions):
    _own: set[str]

    def sign_in(self, email: str, password: str) -> tuple[SignedIn, str]:
        signed_in, token = super().sign_in(email, password)
        self._own = {*getattr(self, "_own", ()), token}
        return signed_in, token

    def is_usable(self, session: Session, token: str) -> bool:
        return token in getattr(self, "_own", ()) and super().is_usable(session, token)


class _RemembersLiveKeys(Access):
    _let_in: dict[str, Caller]

    def admit(self, authorization: str | None) -> Caller:
        known = getattr(self, "_let_in", {})
        if authorization not in known:
            self._let_in = known | {str(authorization): super().admit(authorization)}
        return self._let_in[str(authorization)]
