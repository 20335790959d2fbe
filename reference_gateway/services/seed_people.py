"""What may not happen to people by configuration (observed gateway, 9.7)."""

from collections.abc import Sequence

from reference_gateway.config.people import UserSection
from reference_gateway.domain.faults import SeedFault
from reference_gateway.domain.identity import GlobalRole, MembershipRole, UserStatus
from reference_gateway.ports.startup import SeedStore


class PeopleRules:
    """Every refusal; each raises `SeedFault` naming the user."""

    def __init__(self, store: SeedStore) -> None:
        self._store = store

    def check(self, sections: Sequence[UserSection]) -> None:
        """All rules for all listed users."""
        for section in sections:
            self.oidc_provider_is_usable(section)
            self.bootstrap_admin_is_untouched(section)
            self.way_to_sign_in_is_kept(section)
            self.owner_stays_owner(section)
        self.an_admin_remains(sections)

    def oidc_provider_is_usable(self, section: UserSection) -> None:
        """The provider named exists and is enabled."""
        if section.oidc_provider_key is None:
            return
        provider = self._store.oidc_provider(section.oidc_provider_key)
        if provider is None or not provider.is_enabled:
            raise SeedFault(
                f"user {section.email}: the OIDC provider `{section.oidc_provider_key}` is unknown or off"
            )

    def bootstrap_admin_is_untouched(self, section: UserSection) -> None:
        """The bootstrap admin is no ordinary user."""
        user = self._store.user_by_email(section.email)
        if user is not None and user.is_bootstrap_admin:
            raise SeedFault(f"user {section.email}: this is the bootstrap admin; remove it from users")

    def way_to_sign_in_is_kept(self, section: UserSection) -> None:
        """Neither auth mode nor identity provider changes once somebody has accepted the invitation."""
        user = self._store.user_by_email(section.email)
        if user is None or user.status is UserStatus.INVITED:
            return
        if user.auth_mode != section.auth_mode:
            raise SeedFault(
                f"user {section.email}: auth_mode cannot change from `{user.auth_mode}` once the user is "
                f"{user.status}"
            )
        linked = self._store.oidc_link(user.id)
        wanted = self._store.oidc_provider(section.oidc_provider_key)
        if wanted is not None and linked is not None and linked != wanted.id:
            raise SeedFault(
                f"user {section.email}: oidc_provider_key cannot change once the user is {user.status}"
            )

    def owner_stays_owner(self, section: UserSection) -> None:
        """An owner's membership is not moved, demoted or removed."""
        user = self._store.user_by_email(section.email)
        membership = self._store.membership(user.id) if user else None
        if membership is not None and membership.role is MembershipRole.OWNER:
            raise SeedFault(
                f"user {section.email}: owns a team, which configuration cannot change; remove it from users"
            )

    def an_admin_remains(self, sections: Sequence[UserSection]) -> None:
        """The last active platform admin (besides the bootstrap admin) is not demoted."""
        admins = self._store.active_platform_admin_ids()
        demoted = set()
        for section in sections:
            user = self._store.user_by_email(section.email)
            if user is not None and GlobalRole(section.global_role) is not GlobalRole.PLATFORM_ADMIN:
                demoted.add(user.id)
        if admins and admins <= demoted:
            raise SeedFault("users: this would demote the last active platform admin; keep one")
