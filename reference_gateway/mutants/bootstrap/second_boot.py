"""Wrong about what a second boot leaves alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.domain.identity import GlobalRole
from reference_gateway.mutants import mutant
from reference_gateway.mutants.bootstrap._second_admins import NeverPresent
from reference_gateway.services.bootstrap import Bootstrap
from reference_gateway.store.bootstrap import BootstrapStore

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="bootstrap.second-boot-changes-nothing")
def makes_the_admin_anew(parts: Parts) -> Parts:
    """Makes the admin anew at every boot."""
    return replace(parts, bootstrap=NeverPresent)


@mutant(breaks="bootstrap.existing-admin-outranks-the-config")
def knows_the_admin_by_email(parts: Parts) -> Parts:
    """Takes a changed email in the config for a missing admin."""
    return replace(parts, bootstrap=_KnowsByEmail)


@mutant(breaks="bootstrap.invited-admin-does-not-block-bootstrap")
def counts_the_invited(parts: Parts) -> Parts:
    """Takes a platform admin who is only invited for one who can sign in."""
    return replace(parts, bootstrap_store=_CountsTheInvited)


class _KnowsByEmail(Bootstrap):
    def is_admin_present(self) -> bool:
        return self._store.user_by_email(self._config.email) is not None


class _CountsTheInvited(BootstrapStore):
    def has_usable_platform_admin(self) -> bool:
        return any(user.global_role is GlobalRole.PLATFORM_ADMIN for user in self.users())
