"""`seed-local-demo`: a team, a user and a key to play with, on this machine only (observed gateway, 9.8)."""

import uuid
from dataclasses import dataclass

from reference_gateway.domain.identity import (
    AuthMode,
    GlobalRole,
    Membership,
    MembershipRole,
    Team,
    TeamStatus,
    User,
    UserStatus,
)
from reference_gateway.ports import Clock, SecretHasher, UnitOfWork
from reference_gateway.ports.startup import SeedStore
from reference_gateway.ports.stores import IdentityStore, ModelStore

PASSWORD = "localdemo123"  # noqa: S105 - printed by the command, for this machine only
TEAM_KEY, TEAM_NAME = "demo", "Demo"
USER_EMAIL, USER_NAME = "demo@local", "Demo"
KEY_NAME, KEY_PUBLIC_ID, KEY_SECRET = "Demo key", "locdemo1", "local-demo-secret"


@dataclass(frozen=True, slots=True)
class DemoAccess:
    """What a person needs to play: nothing of it is a secret."""

    email: str
    password: str
    keys: tuple[tuple[str, str], ...]
    """Name and raw key."""


class Demo:
    """Seeds the demo; seeding again refreshes it and adds nothing."""

    def __init__(
        self,
        *,
        store: SeedStore,
        identity: IdentityStore,
        models: ModelStore,
        work: UnitOfWork,
        hasher: SecretHasher,
        clock: Clock,
    ) -> None:
        self._store = store
        self._identity = identity
        self._models = models
        self._work = work
        self._hasher = hasher
        self._clock = clock

    def seed(self) -> DemoAccess:
        """Write all of it in one transaction; the key may call every model there is."""
        secret_hash, password_hash = self._hasher.hash(KEY_SECRET), self._hasher.hash(PASSWORD)
        with self._work.startup_lock():
            team = self._team()
            user = self._user()
            membership = Membership(user.id, team.id, MembershipRole.MEMBER)
            self._store.put_membership(membership, at=self._clock())
            self._identity.store_password(user.id, password_hash, must_change=False, at=self._clock())
            self._key(team, secret_hash)
        return DemoAccess(USER_EMAIL, PASSWORD, ((KEY_NAME, f"gwk_{KEY_PUBLIC_ID}.{KEY_SECRET}"),))

    def _team(self) -> Team:
        new = Team(str(uuid.uuid4()), TEAM_KEY, TEAM_NAME, TeamStatus.ACTIVE)
        self._store.ensure_team(new, at=self._clock())
        return self._store.team_by_key(TEAM_KEY) or new

    def _user(self) -> User:
        known = self._store.user_by_email(USER_EMAIL)
        if known is not None:
            return known
        user = User(
            id=str(uuid.uuid4()),
            name=USER_NAME,
            email=USER_EMAIL,
            global_role=GlobalRole.USER,
            auth_mode=AuthMode.PASSWORD,
            status=UserStatus.ACTIVE,
            must_change_password=False,
            request_logging_enabled=True,
            created_at=self._clock(),
        )
        self._store.add_user(user)
        return user

    def _key(self, team: Team, secret_hash: str) -> None:
        known = self._store.key(KEY_PUBLIC_ID)
        key_id = known.id if known else str(uuid.uuid5(uuid.NAMESPACE_OID, f"api_key:{KEY_PUBLIC_ID}"))
        self._store.put_key(
            key_id=key_id,
            public_id=KEY_PUBLIC_ID,
            secret_hash=secret_hash,
            name=KEY_NAME,
            team_id=team.id,
            at=self._clock(),
        )
        self._store.replace_grants(key_id, [model.id for model in self._models.models()])
