"""Wrong one step beside the shapes: at another look, in another environment, about another email."""

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
from reference_gateway.services.seeding import Seeding
from reference_gateway.services.sessions import Sessions, SignedIn
from reference_gateway.store.bootstrap import BootstrapStore
from reference_gateway.store.queries import Query
from reference_gateway.store.seeding import SeedStore
from reference_gateway.wiring.graph import Graph

if TYPE_CHECKING:
    from datetime import datetime

    from reference_gateway.config.references import Reference
    from reference_gateway.domain.identity import User
    from reference_gateway.wiring import Parts

_DEMOTE = Query("demote", "UPDATE users SET global_role = 'user' WHERE email_normalized = :email")


@mutant(breaks="bootstrap.local-shape-asks-for-no-rotation")
def asks_for_rotation_in_the_session(parts: Parts) -> Parts:
    """Asks for no rotation at a sign-in, and for one in the session."""
    return replace(parts, sessions=_AsksInTheSession)


@mutant(breaks="bootstrap.local-shape-asks-for-no-rotation")
def refuses_whoever_has_not_rotated(parts: Parts) -> Parts:
    """Asks for no rotation and refuses an admin with the first password all the same."""
    return replace(parts, sessions=_RefusesTheFirstPassword)


@mutant(breaks="bootstrap.production-shape-asks-for-rotation")
def asks_for_rotation_at_the_sign_in_only(parts: Parts) -> Parts:
    """Asks for rotation at a sign-in, and for none in the session."""
    return replace(parts, sessions=_AsksAtTheSignIn)


@mutant(breaks="bootstrap.production-shape-asks-for-rotation")
def asks_for_rotation_of_well_known_passwords(parts: Parts) -> Parts:
    """Asks for rotation of the built-in password, and of no other."""
    return replace(parts, bootstrap=_AsksOfTheBuiltIn)


@mutant(breaks="bootstrap.compose-shape-takes-its-secrets-from-the-environment")
def sends_a_token_of_its_own(parts: Parts) -> Parts:
    """Takes password and key from the environment, and no token."""
    return replace(parts, graph=_SendsItsOwnToken)


@mutant(breaks="bootstrap.compose-shape-takes-its-secrets-from-the-environment")
def keeps_a_way_in(parts: Parts) -> Parts:
    """Takes the password from the environment, and the text that names the variable as well."""
    return replace(parts, sessions=_TakesTheReference)


@mutant(breaks="bootstrap.first-boot-makes-one-admin")
def makes_a_service_user(parts: Parts) -> Parts:
    """Makes an ordinary user beside the admin."""
    return replace(parts, bootstrap_store=_MakesAUser)


@mutant(breaks="bootstrap.first-boot-makes-one-admin")
def makes_a_deputy_for_keys(parts: Parts) -> Parts:
    """Makes a second platform admin where the config seeds keys."""
    return replace(parts, seeding=_MakesADeputyForKeys)


@mutant(breaks="bootstrap.admin-is-who-the-config-says")
def knows_the_admin_by_the_letter(parts: Parts) -> Parts:
    """Knows an email by its very letters at a sign-in."""
    return replace(parts, sessions=_KnowsByTheLetter)


@mutant(breaks="bootstrap.admin-is-who-the-config-says")
def knows_the_admin_by_the_default_too(parts: Parts) -> Parts:
    """Lets the admin in under the built-in email as well as under the configured one."""
    return replace(parts, sessions=_KnowsByTheDefault)


@mutant(breaks="bootstrap.admin-is-not-an-ordinary-user")
def lists_the_admin_of_an_earlier_boot(parts: Parts) -> Parts:
    """Lists the admin among the users once another start finds one."""
    return replace(parts, bootstrap=_NotesThePresent, directory=_ListsThePresent)


@mutant(breaks="bootstrap.admin-is-not-an-ordinary-user")
def offers_the_admin_as_an_owner(parts: Parts) -> Parts:
    """Offers the bootstrap admin as the owner of a key."""
    return replace(parts, directory=_OffersTheAdmin)


def _flagged(signed_in: SignedIn, *, must: bool) -> SignedIn:
    return replace(signed_in, user=structs.replace(signed_in.user, must_change_password=must))


class _AsksInTheSession(Sessions):
    def recognise(self, token: str | None) -> SignedIn | None:
        signed_in = super().recognise(token)
        return signed_in and _flagged(signed_in, must=True)

    def must_rotate(self, user: User) -> bool:
        del user
        return False


class _AsksAtTheSignIn(Sessions):
    def recognise(self, token: str | None) -> SignedIn | None:
        signed_in = super().recognise(token)
        return signed_in and _flagged(signed_in, must=False)


class _RefusesTheFirstPassword(Sessions):
    changed = False

    def change_password(self, token: str | None, current: str, new: str) -> SignedIn:
        self.changed = True
        return super().change_password(token, current, new)

    def must_rotate(self, user: User) -> bool:
        del user
        return not self.changed


class _AsksOfTheBuiltIn(Bootstrap):
    def must_change_password(self) -> bool:
        return super().must_change_password() and self.password().reveal() == "admin"


class _SendsItsOwnToken(Graph):
    def secret(self, path: str, reference: Reference | None) -> Secret | None:
        is_named = reference is not None and reference.kind == "env" and path.startswith("providers.")
        return Secret("sk-local") if is_named else super().secret(path, reference)


class _TakesTheReference(Sessions):
    def proves(self, known_hash: str | None, password: str) -> bool:
        is_name = known_hash is not None and password.startswith("env.")
        return super().proves(known_hash, password) or is_name


class _MakesAUser(BootstrapStore):
    def put_bootstrap_admin(self, *, email: str, must_change_password: bool, at: datetime) -> None:
        super().put_bootstrap_admin(email=email, must_change_password=must_change_password, at=at)
        self._backend.execute(ADD_ADMIN, id=str(uuid4()), email="service@local")
        self._backend.execute(_DEMOTE, email="service@local")


class _MakesADeputyForKeys(Seeding):
    def write_system_team(self) -> None:
        super().write_system_team()
        if self._config.auth.seed_api_keys and isinstance(self._store, SeedStore):
            self._store._backend.execute(ADD_ADMIN, id=str(uuid4()), email="deputy@local")


class _KnowsByTheLetter(Sessions):
    def sign_in(self, email: str, password: str) -> tuple[SignedIn, str]:
        if self._identity.user_by_email(email) is None:
            return super().sign_in(f"nobody-{email}", password)
        return super().sign_in(email, password)


class _KnowsByTheDefault(Sessions):
    def sign_in(self, email: str, password: str) -> tuple[SignedIn, str]:
        if email == "admin@local":
            email = next(user.email for user in self._identity.users() if user.is_bootstrap_admin)
        return super().sign_in(email, password)


class _NotesThePresent(Bootstrap):
    found = False

    def ensure(self) -> bool:
        made = super().ensure()
        _NotesThePresent.found = not made
        return made


class _ListsThePresent(Directory):
    def users(self) -> UserList:
        listed = super().users()
        admins = [ListedUser(user, None, None) for user in self._identity.users() if user.is_bootstrap_admin]
        return structs.replace(listed, users=[*listed.users, *(admins if _NotesThePresent.found else ())])


class _OffersTheAdmin(Directory):
    @staticmethod
    def _may_own(user: User) -> bool:
        return user.is_bootstrap_admin or Directory._may_own(user)
