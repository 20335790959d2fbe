"""Wrong one step beside the first sign-in: at another word, another look, another start."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import structs

from reference_gateway.domain.errors import InvalidCredentials, SessionRequired
from reference_gateway.mutants import mutant
from reference_gateway.mutants.bootstrap.first_sign_in import _RestoresThePassword
from reference_gateway.mutants.neighbours.bootstrap._rotation import (
    AsksAgain,
    ForgetsRotationWhenPresent,
    TakesTheSame,
)
from reference_gateway.services.bootstrap import Bootstrap
from reference_gateway.services.sessions import Sessions, SignedIn
from reference_gateway.wiring.graph import Graph
from reference_gateway.wiring.startup import Startup

if TYPE_CHECKING:
    from datetime import datetime

    from reference_gateway.domain.identity import User
    from reference_gateway.wiring import Parts


@mutant(breaks="bootstrap.admin-signs-in")
def takes_a_longer_password(parts: Parts) -> Parts:
    """Lets in whoever types the password and something behind it."""
    return replace(parts, sessions=_TakesALongerOne)


@mutant(breaks="bootstrap.admin-signs-in")
def takes_swapped_capitals(parts: Parts) -> Parts:
    """Lets in whoever types the password with caps lock on."""
    return replace(parts, sessions=_TakesSwappedCapitals)


@mutant(breaks="bootstrap.admin-signs-in")
def takes_an_email_that_begins_alike(parts: Parts) -> Parts:
    """Takes an email that begins like the admin's for the admin's."""
    return replace(parts, sessions=_TakesTheBeginning)


@mutant(breaks="bootstrap.admin-signs-in")
def takes_no_password(parts: Parts) -> Parts:
    """Lets the admin in without a password."""
    return replace(parts, sessions=_TakesNone)


@mutant(breaks="bootstrap.rotation-is-reported")
def forgets_rotation_at_a_restart(parts: Parts) -> Parts:
    """Forgets at the next start that the password has yet to be rotated."""
    return replace(parts, startup=_ForgetsRotation)


@mutant(breaks="bootstrap.rotation-is-reported")
def forgets_rotation_by_the_command(parts: Parts) -> Parts:
    """Takes an admin for rotated once somebody runs the command that makes one."""
    return replace(parts, bootstrap=ForgetsRotationWhenPresent)


@mutant(breaks="bootstrap.rotation-is-reported")
def reports_rotation_until_tried(parts: Parts) -> Parts:
    """Reports no rotation any more after a change that it refused."""
    return replace(parts, sessions=_ForgivesAfterATry)


@mutant(breaks="bootstrap.rotation-is-reported")
def reports_rotation_once(parts: Parts) -> Parts:
    """Reports a pending rotation to the first look at a session and to no later one."""
    return replace(parts, sessions=_ReportsOnce)


@mutant(breaks="bootstrap.rotation-retires-the-old-password")
def changes_again_with_the_old_password(parts: Parts) -> Parts:
    """Takes a retired password for the current one where the password is changed again."""
    return replace(parts, sessions=_RemembersRetired)


@mutant(breaks="bootstrap.rotation-retires-the-old-password")
def revives_the_first_password(parts: Parts) -> Parts:
    """Takes the first password again after a second change."""
    return replace(parts, sessions=_RevivesTheFirst)


@mutant(breaks="bootstrap.rotation-needs-the-current-password")
def takes_the_new_for_the_current(parts: Parts) -> Parts:
    """Takes a change for proven where the current password is said to be the new one."""
    return replace(parts, sessions=_TakesTheNewTwice)


@mutant(breaks="bootstrap.rotation-needs-the-current-password")
def compares_the_beginning_of_the_current(parts: Parts) -> Parts:
    """Changes the password for whoever knows the current one and types more."""
    return replace(parts, sessions=_ChangesForALongerOne)


@mutant(breaks="bootstrap.rotation-outlives-a-restart")
def restores_by_the_command(parts: Parts) -> Parts:
    """Gives the admin the configured password back when the command is run, and at no start."""
    return replace(parts, graph=_RestoresByCommand, startup=_StartsAsEver)


@mutant(breaks="bootstrap.rotation-outlives-a-restart")
def asks_again_at_each_start(parts: Parts) -> Parts:
    """Keeps a changed password at a start and asks for another change."""
    return replace(parts, bootstrap=AsksAgain)


@mutant(breaks="bootstrap.rotation-is-enforced-by-the-api")
def enforces_rotation_where_it_began(parts: Parts) -> Parts:
    """Enforces rotation in the process that made the admin and in no later one."""
    return replace(parts, startup=_EnforcesAtTheFirstStart)


@mutant(breaks="bootstrap.rotation-is-enforced-by-the-api")
def enforces_rotation_until_tried(parts: Parts) -> Parts:
    """Opens the admin API after a password change that it refused."""
    return replace(parts, sessions=_OpensAfterATry)


@mutant(breaks="bootstrap.rotation-ends-other-sessions")
def ends_sessions_of_this_process(parts: Parts) -> Parts:
    """Ends the other sessions that began since it was started, and leaves those of before."""
    return replace(parts, sessions=_EndsOnlyItsOwn)


@mutant(breaks="bootstrap.rotation-ends-other-sessions")
def ends_sessions_for_the_eye(parts: Parts) -> Parts:
    """Calls the other sessions ended and opens the admin API to them."""
    return replace(parts, sessions=_EndsForTheEye)


@mutant(breaks="bootstrap.rotation-is-enforced-by-the-api")
def takes_the_same_password_for_another(parts: Parts) -> Parts:
    """Takes a change to the very same password for the change that is required."""
    return replace(parts, sessions=TakesTheSame)


class _TakesALongerOne(Sessions):
    def proves(self, known_hash: str | None, password: str) -> bool:
        return super().proves(known_hash, password) or super().proves(known_hash, password[:-1])


class _TakesSwappedCapitals(Sessions):
    def proves(self, known_hash: str | None, password: str) -> bool:
        return super().proves(known_hash, password) or super().proves(known_hash, password.swapcase())


class _TakesTheBeginning(Sessions):
    def sign_in(self, email: str, password: str) -> tuple[SignedIn, str]:
        known = [user.email for user in self._identity.users() if email.startswith(user.email)]
        return super().sign_in(known[0] if known else email, password)


class _TakesNone(Sessions):
    def proves(self, known_hash: str | None, password: str) -> bool:
        return super().proves(known_hash, password) or (known_hash is not None and not password)


class _ForgetsRotation(Startup):
    def bootstrap(self) -> str:
        self._graph.parts = replace(self._graph.parts, bootstrap=ForgetsRotationWhenPresent)
        return super().bootstrap()


def _unflagged(signed_in: SignedIn) -> SignedIn:
    return replace(signed_in, user=structs.replace(signed_in.user, must_change_password=False))


class _NotesTries(Sessions):
    tried = False

    def change_password(self, token: str | None, current: str, new: str) -> SignedIn:
        try:
            return super().change_password(token, current, new)
        except InvalidCredentials:
            self.tried = True
            raise


class _ForgivesAfterATry(_NotesTries):
    def sign_in(self, email: str, password: str) -> tuple[SignedIn, str]:
        signed_in, token = super().sign_in(email, password)
        return (_unflagged(signed_in) if self.tried else signed_in), token


class _OpensAfterATry(_NotesTries):
    def must_rotate(self, user: User) -> bool:
        return super().must_rotate(user) and not self.tried


class _ReportsOnce(Sessions):
    _seen: frozenset[str] = frozenset()

    def recognise(self, token: str | None) -> SignedIn | None:
        signed_in = super().recognise(token)
        if signed_in is None or signed_in.session.id in self._seen:
            return signed_in and _unflagged(signed_in)
        self._seen |= {signed_in.session.id}
        return signed_in


class _RemembersRetired(Sessions):
    retired: tuple[str, ...] = ()

    def change_password(self, token: str | None, current: str, new: str) -> SignedIn:
        if current in self.retired:
            signed_in = self.require_platform_admin(token)
            phc = self._hasher.hash(new)
            self._identity.store_password(signed_in.user.id, phc, must_change=False, at=self._clock())
            return _unflagged(signed_in)
        changed = super().change_password(token, current, new)
        self.retired += (current,)
        return changed


class _RevivesTheFirst(Sessions):
    retired: tuple[str, ...] = ()

    def change_password(self, token: str | None, current: str, new: str) -> SignedIn:
        changed = super().change_password(token, current, new)
        self.retired += (current,)
        return changed

    def proves(self, known_hash: str | None, password: str) -> bool:
        return super().proves(known_hash, password) or password in self.retired[:-1]


class _TakesTheNewTwice(Sessions):
    def change_password(self, token: str | None, current: str, new: str) -> SignedIn:
        if current != new:
            return super().change_password(token, current, new)
        signed_in = self.require_platform_admin(token)
        phc = self._hasher.hash(new)
        self._identity.store_password(signed_in.user.id, phc, must_change=False, at=self._clock())
        return _unflagged(signed_in)


class _ChangesForALongerOne(Sessions):
    def change_password(self, token: str | None, current: str, new: str) -> SignedIn:
        try:
            return super().change_password(token, current, new)
        except InvalidCredentials:
            return super().change_password(token, current[:-1], new)


class _RestoresByCommand(Graph):
    def bootstrap(self) -> Bootstrap:
        self.parts = replace(self.parts, bootstrap=_RestoresThePassword)
        return super().bootstrap()


class _StartsAsEver(Startup):
    def bootstrap(self) -> str:
        self._graph.__class__ = Graph
        return super().bootstrap()


class _LeavesRotationAlone(Sessions):
    def must_rotate(self, user: User) -> bool:
        del user
        return False


class _EnforcesAtTheFirstStart(Startup):
    def bootstrap(self) -> str:
        done = super().bootstrap()
        if not done.startswith("made"):
            self._graph.parts = replace(self._graph.parts, sessions=_LeavesRotationAlone)
        return done


class _EndsOnlyItsOwn(Sessions):
    def end_other_sessions(self, signed_in: SignedIn, now: datetime) -> None:
        for session_id in self._opened - {signed_in.session.id}:
            self._sessions.revoke(session_id, at=now)

    _opened: frozenset[str] = frozenset()

    def _open(self, user: User) -> tuple[SignedIn, str]:
        opened = super()._open(user)
        self._opened |= {opened[0].session.id}
        return opened


class _EndsForTheEye(Sessions):
    def require_admin(self, token: str | None) -> SignedIn:
        try:
            return super().require_admin(token)
        except SessionRequired:
            session = self._session(token)
            user = self._identity.user(session.user_id) if session else None
            if session is None or user is None:
                raise
            return SignedIn(user, session)
