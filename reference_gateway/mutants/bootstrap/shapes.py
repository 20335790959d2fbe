"""Wrong about the first administrator of a shape: who it is, and what is asked of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from msgspec import structs

from reference_gateway.domain.secrets import Secret
from reference_gateway.mutants import mutant
from reference_gateway.mutants.bootstrap._second_admins import ADD_ADMIN
from reference_gateway.services.bootstrap import Bootstrap
from reference_gateway.services.directory import Directory, ListedUser, UserList
from reference_gateway.store.bootstrap import BootstrapStore

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


@mutant(breaks="bootstrap.admin-is-not-an-ordinary-user")
def lists_the_admin_among_users(parts: Parts) -> Parts:
    """Lists the bootstrap admin among the users."""
    return replace(parts, directory=_ListsTheAdmin)


class _AlwaysDemandsRotation(Bootstrap):
    def must_change_password(self) -> bool:
        return True


class _NeverDemandsRotation(Bootstrap):
    def must_change_password(self) -> bool:
        return False


class _BuiltInPassword(Bootstrap):
    def password(self) -> Secret:
        return Secret("admin")


class _Deputies(BootstrapStore):
    def put_bootstrap_admin(self, *, email: str, must_change_password: bool, at: datetime) -> None:
        super().put_bootstrap_admin(email=email, must_change_password=must_change_password, at=at)
        self._backend.execute(ADD_ADMIN, id=str(uuid4()), email=f"deputy-of-{email}")


class _DefaultEmail(BootstrapStore):
    def put_bootstrap_admin(self, *, email: str, must_change_password: bool, at: datetime) -> None:
        del email
        super().put_bootstrap_admin(email="admin@local", must_change_password=must_change_password, at=at)


class _ListsTheAdmin(Directory):
    def users(self) -> UserList:
        listed = super().users()
        admins = [ListedUser(user, None, None) for user in self._identity.users() if user.is_bootstrap_admin]
        return structs.replace(listed, users=[*listed.users, *admins])
