"""Wrong one step beside a second boot: about what a day of work has left, and who was signed in."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from reference_gateway.domain.faults import BootstrapFault
from reference_gateway.domain.identity import BOOTSTRAP_ADMIN_ID, GlobalRole, UserStatus
from reference_gateway.domain.secrets import Secret
from reference_gateway.mutants import mutant
from reference_gateway.mutants.neighbours.bootstrap._rotation import ForgetsRotationWhenPresent
from reference_gateway.services.bootstrap import Bootstrap
from reference_gateway.services.preflight import Preflight
from reference_gateway.services.seeding import Seeding
from reference_gateway.services.sessions import Sessions, SessionTokens, SignedIn
from reference_gateway.store.bootstrap import BootstrapStore
from reference_gateway.store.queries import Query
from reference_gateway.store.seeding import SeedStore
from reference_gateway.store.sessions import SessionStore

if TYPE_CHECKING:
    from datetime import datetime

    from reference_gateway.config.people import UserSection
    from reference_gateway.domain.identity import Session, User
    from reference_gateway.wiring import Parts

_INVITE = Query("invite", "UPDATE users SET status = 'invited' WHERE id = :id")
_UNREVOKE = Query("unrevoke", "UPDATE api_keys SET status = 'active', revoked_at = NULL")
_UNUSE = Query("unuse", "UPDATE api_keys SET last_used_at = NULL")
_ENABLE = Query("enable", "UPDATE users SET status = 'active' WHERE id = :id AND status = 'disabled'")
_RENAME = Query("rename", "UPDATE users SET email = :email, email_normalized = :email WHERE id = :id")


@mutant(breaks="bootstrap.second-boot-changes-nothing")
def forgets_a_pending_rotation(parts: Parts) -> Parts:
    """Forgets at a second boot that the admin has yet to change the password."""
    return replace(parts, bootstrap=ForgetsRotationWhenPresent)


@mutant(breaks="bootstrap.second-boot-changes-nothing")
def invites_the_active_again(parts: Parts) -> Parts:
    """Takes a listed user who was activated back to invited."""
    return replace(parts, seeding=_InvitesAgain, seed_store=_InvitesInTheStore)


@mutant(breaks="bootstrap.second-boot-changes-nothing")
def revives_revoked_keys(parts: Parts) -> Parts:
    """Makes every key live again at a second boot."""
    return replace(parts, seed_store=RevivesKeys)


@mutant(breaks="bootstrap.second-boot-changes-nothing")
def forgets_when_keys_were_used(parts: Parts) -> Parts:
    """Forgets at a second boot when a key was last used."""
    return replace(parts, seed_store=_ForgetsUse)


@mutant(breaks="bootstrap.existing-admin-outranks-the-config")
def enables_a_disabled_admin(parts: Parts) -> Parts:
    """Enables the admin whom somebody has disabled."""
    return replace(parts, bootstrap=_EnablesTheDisabled, bootstrap_store=_Enables)


@mutant(breaks="bootstrap.existing-admin-outranks-the-config")
def renames_the_admin(parts: Parts) -> Parts:
    """Gives an existing admin the email of the config, and nothing else of it."""
    return replace(parts, bootstrap=_Renames, bootstrap_store=_RenamesTheAdmin)


@mutant(breaks="bootstrap.existing-admin-outranks-the-config")
def believes_the_config_about_rotation(parts: Parts) -> Parts:
    """Takes over from the config that nobody has to change a password, and nothing else of it."""
    return replace(parts, bootstrap=_BelievesNoChange)


@mutant(breaks="bootstrap.existing-admin-outranks-the-config")
def disables_with_the_config(parts: Parts) -> Parts:
    """Disables an existing admin where the config disables the bootstrap admin."""
    return replace(parts, bootstrap=_DisablesWithTheConfig, bootstrap_store=_Enables)


@mutant(breaks="bootstrap.existing-admin-needs-no-password")
def wants_the_password_where_it_serves(parts: Parts) -> Parts:
    """Wants the variable of an existing admin's password at a start, and for no other command."""
    return replace(parts, preflight=_TakesEachBootForTheFirst)


@mutant(breaks="bootstrap.existing-admin-needs-no-password")
def wants_the_password_to_be_unset_or_said(parts: Parts) -> Parts:
    """Passes over an unset variable of an existing admin's password, and not over an empty one."""
    return replace(parts, bootstrap=_WantsNoEmptyPassword)


@mutant(breaks="bootstrap.restart-signs-nobody-out")
def keys_sessions_with_its_own_secret(parts: Parts) -> Parts:
    """Keys sessions with a secret that each process draws for itself."""
    return replace(parts, session_tokens=_DrawsItsOwnKey)


@mutant(breaks="bootstrap.restart-signs-nobody-out")
def keeps_sign_outs_in_memory(parts: Parts) -> Parts:
    """Remembers who signed out as long as the process lives, and no longer."""
    return replace(parts, session_store=_ForgetsRevocations)


@mutant(breaks="bootstrap.invited-admin-does-not-block-bootstrap")
def counts_several_invited(parts: Parts) -> Parts:
    """Takes several invited platform admins for one who can sign in."""
    return replace(parts, bootstrap_store=_CountsSeveral)


@mutant(breaks="bootstrap.invited-admin-does-not-block-bootstrap")
def promotes_the_invited(parts: Parts) -> Parts:
    """Gives an invited platform admin the first password instead of making the bootstrap admin."""
    return replace(parts, bootstrap=_PromotesTheInvited, bootstrap_store=_Enables)


@mutant(breaks="bootstrap.restart-signs-nobody-out")
def knows_one_browser(parts: Parts) -> Parts:
    """Signs the admin out of every browser but the one that has just signed in."""
    return replace(parts, sessions=OneBrowser)


class _InvitesAgain(Seeding):
    def write_account(self, section: UserSection) -> str:
        user_id = super().write_account(section)
        if isinstance(self._store, _InvitesInTheStore):
            self._store.invite(user_id)
        return user_id


class _InvitesInTheStore(SeedStore):
    def invite(self, user_id: str) -> None:
        self._backend.execute(_INVITE, id=user_id)


class RevivesKeys(SeedStore):
    def provider_keys(self) -> frozenset[str]:
        self._backend.execute(_UNREVOKE)
        return super().provider_keys()


class _ForgetsUse(SeedStore):
    def provider_keys(self) -> frozenset[str]:
        self._backend.execute(_UNUSE)
        return super().provider_keys()


class _Enables(BootstrapStore):
    def enable(self, user_id: str) -> None:
        self._backend.execute(_ENABLE, id=user_id)

    def put_status(self, user_id: str, status: UserStatus) -> None:
        self._backend.execute(
            Query("put_status", "UPDATE users SET status = :s WHERE id = :id"), id=user_id, s=status
        )


class _EnablesTheDisabled(Bootstrap):
    def ensure(self) -> bool:
        if isinstance(self._store, _Enables):
            self._store.enable(BOOTSTRAP_ADMIN_ID)
        return super().ensure()


class _RenamesTheAdmin(BootstrapStore):
    def rename(self, email: str) -> None:
        self._backend.execute(_RENAME, id=BOOTSTRAP_ADMIN_ID, email=email)


class _Renames(Bootstrap):
    def ensure(self) -> bool:
        if isinstance(self._store, _RenamesTheAdmin):
            self._store.rename(self._config.email)
        return super().ensure()


class _BelievesNoChange(ForgetsRotationWhenPresent):
    def ensure(self) -> bool:
        return Bootstrap.ensure(self) if self._config.require_password_change else super().ensure()


class _DisablesWithTheConfig(Bootstrap):
    def ensure(self) -> bool:
        if not self._config.enabled and isinstance(self._store, _Enables):
            self._store.put_status(BOOTSTRAP_ADMIN_ID, UserStatus.DISABLED)
        return super().ensure()


class _TakesEachBootForTheFirst(Preflight):
    def admin_password(self, is_first_boot: Callable[[], bool]) -> Iterator[str]:
        del is_first_boot
        return super().admin_password(lambda: True)


class _WantsNoEmptyPassword(Bootstrap):
    def ensure(self) -> bool:
        if self._env.get(self._config.password.variable or "") == "":
            raise BootstrapFault("auth.bootstrap_admin.password: its variable is empty")
        return super().ensure()


class _DrawsItsOwnKey(SessionTokens):
    def __init__(self, identity_secret: Secret) -> None:
        super().__init__(Secret(f"{identity_secret.reveal()}{secrets.token_hex()}"))


class _ForgetsRevocations(SessionStore):
    revoked: frozenset[str] = frozenset()

    def revoke(self, session_id: str, *, at: datetime) -> None:
        del at
        self.revoked |= {session_id}

    def session(self, session_id: str) -> Session | None:
        return None if session_id in self.revoked else super().session(session_id)


class _CountsSeveral(BootstrapStore):
    def has_usable_platform_admin(self) -> bool:
        admins = [user for user in self.users() if user.global_role is GlobalRole.PLATFORM_ADMIN]
        return len(admins) > 1 or super().has_usable_platform_admin()


class _PromotesTheInvited(Bootstrap):
    def write(self, phc: str) -> None:
        store = cast(_Enables, self._store)
        invited = [user for user in store.users() if user.global_role is GlobalRole.PLATFORM_ADMIN]
        super().write(phc)
        if invited:
            self.promote(store, invited[0], phc)

    def promote(self, store: _Enables, user: User, phc: str) -> None:
        store.put_status(user.id, UserStatus.ACTIVE)
        store.store_password(user.id, phc, must_change=False, at=self._clock())


class OneBrowser(Sessions):
    def sign_in(self, email: str, password: str) -> tuple[SignedIn, str]:
        signed_in, token = super().sign_in(email, password)
        self.end_other_sessions(signed_in, self._clock())
        return signed_in, token
