"""What the admin lists show: keys with owners, people with teams (observed gateway, 3.3 and 5.2)."""

from collections.abc import Sequence

from msgspec import Struct

from reference_gateway.domain.access import ApiKey
from reference_gateway.domain.identity import Membership, OidcProvider, Team, TeamStatus, User, UserStatus
from reference_gateway.domain.models import GatewayModel
from reference_gateway.ports.stores import AccessStore, IdentityStore, ModelStore


class ListedKey(Struct, frozen=True):
    """A key beside whoever owns it; both None when the owner's row is gone."""

    key: ApiKey
    user: User | None
    team: Team | None


class KeyList(Struct, frozen=True):
    """Every key, and what a new one may be given."""

    keys: Sequence[ListedKey]
    users: Sequence[User]
    teams: Sequence[Team]
    models: Sequence[GatewayModel]


class ListedUser(Struct, frozen=True):
    """A user beside their one team, if any."""

    user: User
    team: Team | None
    membership: Membership | None


class UserList(Struct, frozen=True):
    """Everybody but the bootstrap admin, and what a new user may be given."""

    users: Sequence[ListedUser]
    teams: Sequence[Team]
    oidc_providers: Sequence[OidcProvider]


class Directory:
    """Reads for the admin lists."""

    def __init__(self, *, keys: AccessStore, identity: IdentityStore, models: ModelStore) -> None:
        self._keys = keys
        self._identity = identity
        self._models = models

    def keys(self) -> KeyList:
        """Keys newest first; owners offered are active, and the bootstrap admin is not offered."""
        users: dict[str | None, User] = {user.id: user for user in self._identity.users()}
        teams: dict[str | None, Team] = {team.id: team for team in self._identity.teams()}
        stored = self._keys.keys()
        return KeyList(
            keys=[self._listed(key, users, teams) for key in stored],
            users=[user for user in users.values() if self._may_own(user)],
            teams=[team for team in teams.values() if team.status is TeamStatus.ACTIVE],
            models=self._models.models(),
        )

    def users(self) -> UserList:
        """Users newest first, then by email."""
        teams = {team.id: team for team in self._identity.teams()}
        of_user = {membership.user_id: membership for membership in self._identity.memberships()}
        return UserList(
            users=[
                self._placed(user, of_user.get(user.id), teams)
                for user in self._identity.users()
                if not user.is_bootstrap_admin
            ],
            teams=[team for team in teams.values() if team.status is TeamStatus.ACTIVE],
            oidc_providers=[each for each in self._identity.oidc_providers() if each.is_enabled],
        )

    @staticmethod
    def _may_own(user: User) -> bool:
        return user.status is UserStatus.ACTIVE and not user.is_bootstrap_admin

    @staticmethod
    def _listed(key: ApiKey, users: dict[str | None, User], teams: dict[str | None, Team]) -> ListedKey:
        return ListedKey(key, users.get(key.owner_user_id), teams.get(key.owner_team_id))

    @staticmethod
    def _placed(user: User, membership: Membership | None, teams: dict[str, Team]) -> ListedUser:
        return ListedUser(user, teams.get(membership.team_id) if membership else None, membership)
