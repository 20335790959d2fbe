"""Wrong about the first administrator: whether there is one, whose it is, and when it is made."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from reference_gateway.config.references import Reference
from reference_gateway.domain.faults import BootstrapFault
from reference_gateway.domain.identity import BOOTSTRAP_ADMIN_ID, GlobalRole
from reference_gateway.domain.secrets import Secret
from reference_gateway.mutants import mutant
from reference_gateway.mutants._preflight import NoForesight
from reference_gateway.services.bootstrap import Bootstrap
from reference_gateway.store.bootstrap import BootstrapStore
from reference_gateway.store.queries import Query

if TYPE_CHECKING:
    from datetime import datetime

    from reference_gateway.wiring import Parts


@mutant(breaks="bootstrap.local-shape-asks-for-no-rotation")
def always_demands_rotation(parts: Parts) -> Parts:
    """Makes every bootstrap admin change the password."""
    return replace(parts, bootstrap=_AlwaysDemandsRotation)


@mutant(breaks="bootstrap.production-shape-asks-for-rotation")
def never_demands_rotation(parts: Parts) -> Parts:
    """Lets every bootstrap admin keep the first password."""
    return replace(parts, bootstrap=_NeverDemandsRotation)


@mutant(breaks="bootstrap.compose-shape-takes-its-secrets-from-the-environment")
def keeps_the_built_in_password(parts: Parts) -> Parts:
    """Uses the well-known password whatever the deployment says."""
    return replace(parts, bootstrap=_BuiltInPassword)


@mutant(breaks="bootstrap.first-boot-makes-one-admin")
def makes_a_deputy(parts: Parts) -> Parts:
    """Makes a second platform admin beside the first."""
    return replace(parts, bootstrap_store=_Deputies)


@mutant(breaks="bootstrap.admin-is-who-the-config-says")
def keeps_the_default_email(parts: Parts) -> Parts:
    """Calls the admin by the default email whatever the config says."""
    return replace(parts, bootstrap_store=_DefaultEmail)


@mutant(breaks="bootstrap.password-comes-from-the-environment")
def takes_the_reference_for_the_password(parts: Parts) -> Parts:
    """Takes the text that names the variable for the password itself."""
    return replace(parts, bootstrap=_LiteralReference)


@mutant(breaks="bootstrap.refusal-names-the-variable")
def keeps_the_variable_to_itself(parts: Parts) -> Parts:
    """Refuses to boot without a password and does not say which variable is missing."""
    return replace(parts, preflight=NoForesight, bootstrap=_NamesNothing)


@mutant(breaks="bootstrap.no-half-made-admin")
def writes_the_admin_before_the_password(parts: Parts) -> Parts:
    """Writes the admin's row first and looks the password up afterwards."""
    return replace(parts, preflight=NoForesight, bootstrap=_RowFirst)


@mutant(breaks="bootstrap.no-half-made-admin")
def accepts_an_empty_password(parts: Parts) -> Parts:
    """Takes an empty variable for an empty password."""
    return replace(parts, preflight=NoForesight, bootstrap=_EmptyPassword)


@mutant(breaks="bootstrap.disabled-means-none")
def makes_a_disabled_admin(parts: Parts) -> Parts:
    """Makes the admin although the config disables it."""
    return replace(parts, bootstrap=_AlwaysWanted)


@mutant(breaks="bootstrap.second-boot-changes-nothing")
def makes_the_admin_anew(parts: Parts) -> Parts:
    """Makes the admin anew at every boot."""
    return replace(parts, bootstrap=_NeverPresent)


@mutant(breaks="bootstrap.rotation-outlives-a-restart")
def restores_the_first_password(parts: Parts) -> Parts:
    """Gives the admin the configured password back at every boot."""
    return replace(parts, bootstrap=_RestoresThePassword)


@mutant(breaks="bootstrap.existing-admin-outranks-the-config")
def knows_the_admin_by_email(parts: Parts) -> Parts:
    """Takes a changed email in the config for a missing admin."""
    return replace(parts, bootstrap=_KnowsByEmail)


@mutant(breaks="bootstrap.invited-admin-does-not-block-bootstrap")
def counts_the_invited(parts: Parts) -> Parts:
    """Takes a platform admin who is only invited for one who can sign in."""
    return replace(parts, bootstrap_store=_CountsTheInvited)


@mutant(breaks="bootstrap.replicas-make-one-admin")
def makes_an_admin_for_each_replica(parts: Parts) -> Parts:
    """Makes one more admin for each process that boots."""
    return replace(parts, bootstrap=_NeverPresent, bootstrap_store=_AdminOfThisProcess)


class _AlwaysDemandsRotation(Bootstrap):
    def must_change_password(self) -> bool:
        return True


class _NeverDemandsRotation(Bootstrap):
    def must_change_password(self) -> bool:
        return False


class _BuiltInPassword(Bootstrap):
    def password(self) -> Secret:
        return Secret("admin")


class _LiteralReference(Bootstrap):
    def password(self) -> Secret:
        variable = self._config.password.variable
        return Secret(f"env.{variable}") if variable else super().password()


class _NamesNothing(Bootstrap):
    def password(self) -> Secret:
        try:
            return super().password()
        except BootstrapFault:
            raise BootstrapFault("the admin has no password") from None


class _RowFirst(Bootstrap):
    def ensure(self) -> bool:
        if not self.is_wanted() or self.is_admin_present():
            return False
        must_change, now = self.must_change_password(), self._clock()
        self._store.put_bootstrap_admin(email=self._config.email, must_change_password=must_change, at=now)
        phc = self._hasher.hash(self.password().reveal())
        self._store.store_password(BOOTSTRAP_ADMIN_ID, phc, must_change=must_change, at=now)
        return True


class _EmptyPassword(Bootstrap):
    def password(self) -> Secret:
        reference: Reference = self._config.password
        is_empty = reference.variable is not None and self._env.get(reference.variable) == ""
        return Secret("") if is_empty else super().password()


class _AlwaysWanted(Bootstrap):
    def is_wanted(self) -> bool:
        return True


class _NeverPresent(Bootstrap):
    def is_admin_present(self) -> bool:
        return False


class _RestoresThePassword(Bootstrap):
    def ensure(self) -> bool:
        if super().ensure():
            return True
        phc = self._hasher.hash(self.password().reveal())
        self._store.store_password(BOOTSTRAP_ADMIN_ID, phc, must_change=False, at=self._clock())
        return False


class _KnowsByEmail(Bootstrap):
    def is_admin_present(self) -> bool:
        return self._store.user_by_email(self._config.email) is not None


class _CountsTheInvited(BootstrapStore):
    def has_usable_platform_admin(self) -> bool:
        return any(user.global_role is GlobalRole.PLATFORM_ADMIN for user in self.users())


_ADD_ADMIN = Query(
    "add_admin",
    "INSERT INTO users (id, name, email, email_normalized, global_role, auth_mode, status,"
    " must_change_password, request_logging_enabled, created_at, updated_at)"
    " VALUES (:id, 'Deputy', :email, :email, 'platform_admin', 'password', 'active', 0, 1, 0, 0)",
)


class _Deputies(BootstrapStore):
    def put_bootstrap_admin(self, *, email: str, must_change_password: bool, at: datetime) -> None:
        super().put_bootstrap_admin(email=email, must_change_password=must_change_password, at=at)
        self._backend.execute(_ADD_ADMIN, id=str(uuid4()), email=f"deputy-of-{email}")


class _AdminOfThisProcess(BootstrapStore):
    def put_bootstrap_admin(self, *, email: str, must_change_password: bool, at: datetime) -> None:
        super().put_bootstrap_admin(email=email, must_change_password=must_change_password, at=at)
        self._backend.execute(_ADD_ADMIN, id=str(uuid4()), email=f"{os.getpid()}-{email}")


class _DefaultEmail(BootstrapStore):
    def put_bootstrap_admin(self, *, email: str, must_change_password: bool, at: datetime) -> None:
        del email
        super().put_bootstrap_admin(email="admin@local", must_change_password=must_change_password, at=at)
