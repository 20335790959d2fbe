"""Wrong about one call, or one moment, before other replicas on the same database."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.http.api.app import Collaborators, create_app
from reference_gateway.mutants import mutant
from reference_gateway.services.access import Access
from reference_gateway.services.sessions import Sessions

if TYPE_CHECKING:
    from reference_gateway.domain.access import ApiKey
    from reference_gateway.domain.identity import Session
    from reference_gateway.http.wsgi import Application, StartResponse
    from reference_gateway.wiring import Parts


@mutant(breaks="operations.sessions-are-shared")
def remembers_whom_it_has_seen(parts: Parts) -> Parts:
    """Goes on knowing a session that it has seen, wherever that has ended."""
    return replace(parts, sessions=_RemembersTheSeen)


@mutant(breaks="operations.sessions-are-shared")
def notices_an_end_one_call_later(parts: Parts) -> Parts:
    """Knows a session for one call more after it has ended elsewhere."""
    return replace(parts, sessions=_NoticesLater)


@mutant(breaks="operations.revocation-is-seen-everywhere")
def lists_for_no_revoked_key(parts: Parts) -> Parts:
    """Refuses a revoked key the list of models, and goes on completing for it."""
    return replace(parts, create_app=_completing_for_the_revoked)


@mutant(breaks="operations.revocation-is-seen-everywhere")
def grants_a_revoked_key_one_call(parts: Parts) -> Parts:
    """Lets a key that was revoked make one call more."""
    return replace(parts, access=_GrantsOneCall)


class _RemembersTheSeen(Sessions):
    _seen: frozenset[str] = frozenset()

    def is_usable(self, session: Session, token: str) -> bool:
        if super().is_usable(session, token):
            self._seen |= {token}
        return token in self._seen


class _NoticesLater(Sessions):
    _seen: frozenset[str] = frozenset()

    def is_usable(self, session: Session, token: str) -> bool:
        is_live = super().is_usable(session, token)
        was_live = token in self._seen
        self._seen = self._seen | {token} if is_live else self._seen - {token}
        return is_live or was_live


class _Forgives(Access):
    def is_revoked(self, key: ApiKey) -> bool:  # noqa: ARG002 - whatever it is
        return False


def _completing_for_the_revoked(made_of: Collaborators) -> Application:
    forgiving = copy.copy(made_of.access)
    forgiving.__class__ = _Forgives
    strict, lax = create_app(made_of), create_app(replace(made_of, access=forgiving))

    def app(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        return (lax if environ["PATH_INFO"].endswith("/completions") else strict)(environ, start_response)

    return app


class _GrantsOneCall(Access):
    _granted: frozenset[str] = frozenset()

    def is_revoked(self, key: ApiKey) -> bool:
        if not super().is_revoked(key) or key.id in self._granted:
            return super().is_revoked(key)
        self._granted |= {key.id}
        return False
