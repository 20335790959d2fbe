"""Wrong about what a second boot leaves alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.domain.identity import GlobalRole
from reference_gateway.mutants import mutant
from reference_gateway.mutants.bootstrap._second_admins import NeverPresent
from reference_gateway.services.bootstrap import Bootstrap
from reference_gateway.store.bootstrap import BootstrapStore
from reference_gateway.store.queries import Query
from reference_gateway.wiring.startup import Startup

if TYPE_CHECKING:
    from reference_gateway.http.server.listener import Listener
    from reference_gateway.wiring import Parts

_END_SESSIONS = Query("end_sessions", "UPDATE user_sessions SET revoked_at = :at WHERE revoked_at IS NULL")


@mutant(breaks="bootstrap.second-boot-changes-nothing")
def makes_the_admin_anew(parts: Parts) -> Parts:
    """Makes the admin anew at every boot."""
    return replace(parts, bootstrap=NeverPresent)


@mutant(breaks="bootstrap.existing-admin-outranks-the-config")
def knows_the_admin_by_email(parts: Parts) -> Parts:
    """Takes a changed email in the config for a missing admin."""
    return replace(parts, bootstrap=_KnowsByEmail)


@mutant(breaks="bootstrap.existing-admin-needs-no-password")
def wants_the_password_at_each_start(parts: Parts) -> Parts:
    """Wants the variable of the first password whether or not there is an admin."""
    return replace(parts, bootstrap=_WantsThePassword)


@mutant(breaks="bootstrap.restart-signs-nobody-out")
def ends_sessions_at_a_start(parts: Parts) -> Parts:
    """Ends every session when it starts."""
    return replace(parts, startup=_EndsSessions)


@mutant(breaks="bootstrap.invited-admin-does-not-block-bootstrap")
def counts_the_invited(parts: Parts) -> Parts:
    """Takes a platform admin who is only invited for one who can sign in."""
    return replace(parts, bootstrap_store=_CountsTheInvited)


class _KnowsByEmail(Bootstrap):
    def is_admin_present(self) -> bool:
        return self._store.user_by_email(self._config.email) is not None


class _WantsThePassword(Bootstrap):
    def ensure(self) -> bool:
        if self.is_wanted():
            self.password()
        return super().ensure()


class _EndsSessions(Startup):
    def serve(self, listener: Listener) -> int:
        self._graph.backend.execute(_END_SESSIONS, at=int(self._graph.parts.clock().timestamp()))
        return super().serve(listener)


class _CountsTheInvited(BootstrapStore):
    def has_usable_platform_admin(self) -> bool:
        return any(user.global_role is GlobalRole.PLATFORM_ADMIN for user in self.users())
