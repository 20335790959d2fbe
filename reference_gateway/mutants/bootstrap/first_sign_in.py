"""Wrong about the first sign-in and the rotation it asks for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import structs

from reference_gateway.domain.identity import BOOTSTRAP_ADMIN_ID
from reference_gateway.mutants import mutant
from reference_gateway.services.bootstrap import Bootstrap
from reference_gateway.services.sessions import Sessions, SignedIn

if TYPE_CHECKING:
    from datetime import datetime

    from reference_gateway.domain.identity import User
    from reference_gateway.wiring import Parts


@mutant(breaks="bootstrap.rotation-outlives-a-restart")
def restores_the_first_password(parts: Parts) -> Parts:
    """Gives the admin the configured password back at every boot."""
    return replace(parts, bootstrap=_RestoresThePassword)


@mutant(breaks="bootstrap.admin-signs-in")
def believes_any_password(parts: Parts) -> Parts:
    """Lets somebody with a known email in whatever the password."""
    return replace(parts, sessions=_BelievesAnyPassword)


@mutant(breaks="bootstrap.rotation-is-reported")
def keeps_rotation_quiet(parts: Parts) -> Parts:
    """Tells a signed-in admin that no rotation is pending."""
    return replace(parts, sessions=_KeepsRotationQuiet)


@mutant(breaks="bootstrap.rotation-is-enforced-by-the-api")
def leaves_rotation_to_the_ui(parts: Parts) -> Parts:
    """Opens the admin API to an admin who has yet to rotate."""
    return replace(parts, sessions=_LeavesRotationToTheUi)


@mutant(breaks="bootstrap.rotation-retires-the-old-password")
def forgets_the_new_password(parts: Parts) -> Parts:
    """Confirms a rotation and keeps the old password."""
    return replace(parts, sessions=_ForgetsTheNewPassword)


@mutant(breaks="bootstrap.rotation-needs-the-current-password")
def rotates_for_anybody(parts: Parts) -> Parts:
    """Changes the password without looking at the current one."""
    return replace(parts, sessions=_RotatesForAnybody)


@mutant(breaks="bootstrap.rotation-ends-other-sessions")
def leaves_other_sessions_open(parts: Parts) -> Parts:
    """Leaves the other sessions open after a rotation."""
    return replace(parts, sessions=_LeavesOtherSessionsOpen)


class _RestoresThePassword(Bootstrap):
    def ensure(self) -> bool:
        if super().ensure():
            return True
        phc = self._hasher.hash(self.password().reveal())
        self._store.store_password(BOOTSTRAP_ADMIN_ID, phc, must_change=False, at=self._clock())
        return False


class _BelievesAnyPassword(Sessions):
    def proves(self, known_hash: str | None, password: str) -> bool:
        del password
        return known_hash is not None


class _KeepsRotationQuiet(Sessions):
    def recognise(self, token: str | None) -> SignedIn | None:
        signed_in = super().recognise(token)
        return signed_in and replace(
            signed_in, user=structs.replace(signed_in.user, must_change_password=False)
        )


class _LeavesRotationToTheUi(Sessions):
    def must_rotate(self, user: User) -> bool:
        del user
        return False


class _ForgetsTheNewPassword(Sessions):
    def change_password(self, token: str | None, current: str, new: str) -> SignedIn:
        del current, new
        signed_in = self.require_platform_admin(token)
        return replace(signed_in, user=structs.replace(signed_in.user, must_change_password=False))


class _RotatesForAnybody(Sessions):
    def change_password(self, token: str | None, current: str, new: str) -> SignedIn:
        del current
        signed_in = self.require_platform_admin(token)
        phc = self._hasher.hash(new)
        self._identity.store_password(signed_in.user.id, phc, must_change=False, at=self._clock())
        return replace(signed_in, user=structs.replace(signed_in.user, must_change_password=False))


class _LeavesOtherSessionsOpen(Sessions):
    def end_other_sessions(self, signed_in: SignedIn, now: datetime) -> None:
        del signed_in, now
