"""Wrong about who is let in, what a session says, and what a rotation does."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import structs

from reference_gateway.domain.access import ApiKey
from reference_gateway.domain.errors import SessionRequired
from reference_gateway.mutants import mutant
from reference_gateway.services.access import Access, Caller
from reference_gateway.services.directory import Directory, KeyList, ListedKey, ListedUser, UserList
from reference_gateway.services.sessions import Sessions, SignedIn

if TYPE_CHECKING:
    from datetime import datetime

    from reference_gateway.domain.identity import Team, User
    from reference_gateway.domain.models import GatewayModel
    from reference_gateway.wiring import Parts

logger = logging.getLogger("gateway.sessions")


@mutant(breaks="bootstrap.admin-signs-in")
def believes_any_password(parts: Parts) -> Parts:
    """Lets somebody with a known email in whatever the password."""
    return replace(parts, sessions=_BelievesAnyPassword)


@mutant(breaks="bootstrap.invited-users-cannot-sign-in")
def lets_the_invited_in(parts: Parts) -> Parts:
    """Lets in whoever has no password yet."""
    return replace(parts, sessions=_LetsTheInvitedIn)


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


@mutant(breaks="bootstrap.no-secret-in-any-log-line")
def logs_new_passwords(parts: Parts) -> Parts:
    """Writes a chosen password into the log."""
    return replace(parts, sessions=_LogsNewPasswords)


@mutant(breaks="bootstrap.key-opens-no-admin-api")
def opens_the_admin_api_without_a_session(parts: Parts) -> Parts:
    """Opens the admin API to a caller without a session."""
    return replace(parts, sessions=_NeedsNoSession)


@mutant(breaks="bootstrap.session-opens-no-model")
def opens_models_without_a_key(parts: Parts) -> Parts:
    """Takes a call without a key for one with the first key there is."""
    return replace(parts, access=_NeedsNoKey)


@mutant(breaks="bootstrap.seeded-key-opens-its-grants")
def grants_every_model(parts: Parts) -> Parts:
    """Opens every model to every key."""
    return replace(parts, access=_GrantsEveryModel)


@mutant(breaks="bootstrap.seeded-key-is-listed")
def lists_keys_without_owners(parts: Parts) -> Parts:
    """Lists keys without saying whose they are."""
    return replace(parts, directory=_ListsNoOwners)


@mutant(breaks="bootstrap.seeded-models-are-offered")
def offers_no_aliases(parts: Parts) -> Parts:
    """Offers models for granting, but not their aliases."""
    return replace(parts, directory=_OffersNoAliases)


@mutant(breaks="bootstrap.admin-is-not-an-ordinary-user")
def lists_the_admin_among_users(parts: Parts) -> Parts:
    """Lists the bootstrap admin among the users."""
    return replace(parts, directory=_ListsTheAdmin)


class _BelievesAnyPassword(Sessions):
    def proves(self, known_hash: str | None, password: str) -> bool:
        del password
        return known_hash is not None


class _LetsTheInvitedIn(Sessions):
    def proves(self, known_hash: str | None, password: str) -> bool:
        return known_hash is None or super().proves(known_hash, password)

    def may_sign_in(self, user: User) -> bool:
        del user
        return True


class _KeepsRotationQuiet(Sessions):
    def recognise(self, token: str | None) -> SignedIn | None:
        visitor = super().recognise(token)
        return visitor and replace(visitor, user=structs.replace(visitor.user, must_change_password=False))


class _LeavesRotationToTheUi(Sessions):
    def must_rotate(self, user: User) -> bool:
        del user
        return False


class _ForgetsTheNewPassword(Sessions):
    def change_password(self, token: str | None, current: str, new: str) -> SignedIn:
        del current, new
        visitor = self.require_platform_admin(token)
        return replace(visitor, user=structs.replace(visitor.user, must_change_password=False))


class _RotatesForAnybody(Sessions):
    def change_password(self, token: str | None, current: str, new: str) -> SignedIn:
        del current
        visitor = self.require_platform_admin(token)
        phc = self._hasher.hash(new)
        self._identity.store_password(visitor.user.id, phc, must_change=False, at=self._clock())
        return replace(visitor, user=structs.replace(visitor.user, must_change_password=False))


class _LeavesOtherSessionsOpen(Sessions):
    def end_other_sessions(self, visitor: SignedIn, now: datetime) -> None:
        del visitor, now


class _LogsNewPasswords(Sessions):
    def check_new_password(self, password: str) -> None:
        logger.info("judging %s", password)
        super().check_new_password(password)


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


class _GrantsEveryModel(Access):
    def granted_model(self, caller: Caller, wanted: str) -> GatewayModel:
        return self._models.model(wanted) or super().granted_model(caller, wanted)


class _ListsNoOwners(Directory):
    @staticmethod
    def _listed(key: ApiKey, users: dict[str | None, User], teams: dict[str | None, Team]) -> ListedKey:
        del users, teams
        return ListedKey(key, None, None)


class _OffersNoAliases(Directory):
    def keys(self) -> KeyList:
        listed = super().keys()
        return structs.replace(listed, models=[model for model in listed.models if model.alias_of is None])


class _ListsTheAdmin(Directory):
    def users(self) -> UserList:
        listed = super().users()
        admins = [ListedUser(user, None, None) for user in self._identity.users() if user.is_bootstrap_admin]
        return structs.replace(listed, users=[*listed.users, *admins])
