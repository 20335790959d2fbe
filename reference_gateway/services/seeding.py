"""
Configuration seeding (observed gateway, 9.4, 9.5, 9.6 and 9.7): one transaction, all or nothing.

Everything that can be resolved or refused is, before the first write. Seeding the same configuration
again changes no row: a key's secret is verified against its hash before it is hashed anew.
"""

import uuid
from collections.abc import Mapping, Sequence

from reference_gateway.config import GatewayConfig
from reference_gateway.config.people import TeamSection, UserSection
from reference_gateway.domain.errors import ApiKeyHashUnreadable
from reference_gateway.domain.faults import SeedFault
from reference_gateway.domain.identity import (
    SYSTEM_LEGACY_TEAM_ID,
    SYSTEM_LEGACY_TEAM_KEY,
    SYSTEM_LEGACY_TEAM_NAME,
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
from reference_gateway.services.seed_people import PeopleRules
from reference_gateway.services.seed_plan import (
    SeedKey,
    check_provider_secrets,
    model_of,
    provider_of,
    route_of,
    seed_keys,
)


class Seeding:
    """Seeds one configuration into one database."""

    people_rules = PeopleRules

    def __init__(
        self,
        config: GatewayConfig,
        *,
        env: Mapping[str, str],
        store: SeedStore,
        work: UnitOfWork,
        hasher: SecretHasher,
        clock: Clock,
    ) -> None:
        self._config = config
        self._env = env
        self._store = store
        self._work = work
        self._hasher = hasher
        self._clock = clock

    def seed(self) -> None:
        """Write the configuration.

        Raises:
            SeedFault: something cannot be resolved or may not happen; nothing was written.
        """
        check_provider_secrets(self._config, self._env)
        keys = seed_keys(self._config, self._env)
        # Hashing takes tens of milliseconds a key: not while others wait for the lock.
        hashes = {key.id: self.secret_hash(key) for key in keys}
        with self._work.startup_lock():
            self.check(keys)
            self.write(keys, hashes)

    def check(self, keys: Sequence[SeedKey]) -> None:
        """Refuse what the database contradicts, before the first write."""
        self.routes_name_providers()
        self.grants_name_models(keys)
        self.people_rules(self._store).check(self._config.users)

    def write(self, keys: Sequence[SeedKey], hashes: Mapping[str, str]) -> None:
        """Every write, in the order of observed gateway, 9.4, inside the caller's transaction."""
        self.write_system_team()
        self.write_providers()
        self.write_models()
        self.write_routes()
        self.write_aliases()
        for key in keys:
            self.write_key(key, hashes[key.id])
        for team in self._config.teams:
            self.write_team(team)
        for user in self._config.users:
            self.write_user(user)

    def routes_name_providers(self) -> None:
        """Every route's provider is in the configuration, or was seeded before."""
        known = {section.id for section in self._config.providers} | self._store.provider_keys()
        for number, model in enumerate(self._config.models):
            for index, route in enumerate(model.routes):
                if route.provider not in known:
                    raise SeedFault(
                        f"models[{number}].routes[{index}].provider: `{route.provider}` is not in providers"
                    )

    def grants_name_models(self, keys: Sequence[SeedKey]) -> None:
        """Every allowed model is in the configuration, or was seeded before."""
        known = {section.id for section in self._config.models}
        for index, key in enumerate(keys):
            for model in key.allowed_models:
                if model not in known and self._store.model_id(model) is None:
                    raise SeedFault(f"auth.seed_api_keys[{index}].allowed_models: `{model}` is not in models")

    def secret_hash(self, key: SeedKey) -> str:
        """The stored hash while it still verifies, else a new one."""
        stored = self._store.key(key.raw.public_id)
        try:
            if stored is not None and self._hasher.verify(stored.secret_hash, key.raw.secret):
                return stored.secret_hash
        except ApiKeyHashUnreadable:
            pass
        return self._hasher.hash(key.raw.secret)

    def write_system_team(self) -> None:
        """The owner of every seeded key; a renamed one keeps its name."""
        team = Team(SYSTEM_LEGACY_TEAM_ID, SYSTEM_LEGACY_TEAM_KEY, SYSTEM_LEGACY_TEAM_NAME, TeamStatus.ACTIVE)
        self._store.ensure_team(team, at=self._clock())

    def write_providers(self) -> None:
        """By id; one removed from the configuration stays."""
        for section in self._config.providers:
            secrets = {name: reference.at_rest() for name, reference in section.secrets().items()}
            self._store.put_provider(provider_of(section), secrets=secrets, at=self._clock())

    def write_models(self) -> None:
        """By key; one removed from the configuration stays with its routes and grants."""
        for section in self._config.models:
            self._store.put_model(model_of(section), at=self._clock())

    def write_routes(self) -> None:
        """A listed model's routes are exactly the listed ones."""
        for section in self._config.models:
            model_id = self._model_id(section.id)
            routes = [route_of(route, model_id) for route in section.routes]
            self._store.replace_routes(model_id, routes, at=self._clock())

    def write_aliases(self) -> None:
        """Links between models, once all of them exist."""
        for section in self._config.models:
            self._store.link_alias(section.id, section.alias_of)

    def write_key(self, key: SeedKey, secret_hash: str) -> None:
        """By public id; a revoked key stays revoked while its secret and grants follow the configuration."""
        stored = self._store.key(key.raw.public_id)
        key_id = stored.id if stored else key.id
        self._store.put_key(
            key_id=key_id,
            public_id=key.raw.public_id,
            secret_hash=secret_hash,
            name=key.name,
            team_id=self.key_owner(),
            at=self._clock(),
        )
        self._store.replace_grants(key_id, [self._model_id(model) for model in key.allowed_models])

    def unlisted_keys(self) -> dict[str, str]:
        """Row ids of the seeded keys that are live and that the configuration does not list, by public id."""
        team = self._store.team_by_key(SYSTEM_LEGACY_TEAM_KEY)
        listed = {key.raw.public_id for key in seed_keys(self._config, self._env)}
        live = self._store.live_keys_of_team(team.id) if team else {}
        return {public_id: row for public_id, row in live.items() if public_id not in listed}

    def prune(self) -> list[str]:
        """Revoke them; the public ids of those that were."""
        unlisted = self.unlisted_keys()
        with self._work.startup_lock():
            for row in unlisted.values():
                self._store.revoke_key(row, at=self._clock())
        return sorted(unlisted)

    def unlisted_models(self) -> dict[str, str]:
        """Row ids of the models that still answer and that the configuration does not list, by their keys."""
        listed = {section.id for section in self._config.models}
        return {key: row for key, row in self._store.live_models().items() if key not in listed}

    def prune_models(self) -> list[str]:
        """Let them answer no more, until they are listed again; the keys of those that did."""
        with self._work.startup_lock():
            unlisted = self.unlisted_models()
            for row in unlisted.values():
                self._store.disable_model(row)
        return sorted(unlisted)

    def key_owner(self) -> str:
        """The id of the team that owns seeded keys."""
        return self._team_id(SYSTEM_LEGACY_TEAM_KEY)

    def write_team(self, section: TeamSection) -> None:
        """By key; without a budget in the configuration the active one ends."""
        team = Team(str(uuid.uuid4()), section.key, section.name.strip(), TeamStatus.ACTIVE)
        self._store.put_team(team, at=self._clock())
        budget = section.budget.budget() if section.budget else None
        self._store.put_team_budget(self._team_id(section.key), budget, at=self._clock())

    def write_user(self, section: UserSection) -> None:
        """By email, with membership, identity provider and budget as listed, or none."""
        user_id = self.write_account(section)
        self.write_membership(user_id, section)
        self.write_oidc_link(user_id, section)
        budget = section.budget.budget() if section.budget else None
        self._store.put_user_budget(user_id, budget, at=self._clock())

    def write_account(self, section: UserSection) -> str:
        """The user's id; a new one is invited and has no way to sign in yet."""
        now = self._clock()
        name, role, mode = section.name.strip(), GlobalRole(section.global_role), AuthMode(section.auth_mode)
        logging = section.request_logging_enabled
        user = self._store.user_by_email(section.email)
        if user is not None:
            self._store.update_user(
                user.id, name=name, role=role, auth_mode=mode, request_logging_enabled=logging, at=now
            )
            return user.id
        user = User(
            id=str(uuid.uuid4()),
            name=name,
            email=section.email,
            global_role=role,
            auth_mode=mode,
            status=self.first_status(),
            must_change_password=False,
            request_logging_enabled=logging,
            created_at=now,
        )
        self._store.add_user(user)
        return user.id

    def first_status(self) -> UserStatus:
        """What a user is before an admin issued an invitation."""
        return UserStatus.INVITED

    def write_membership(self, user_id: str, section: UserSection) -> None:
        """The listed membership, or none."""
        if section.membership is None:
            self._store.remove_membership(user_id)
            return
        team_id, role = self._team_id(section.membership.team), MembershipRole(section.membership.role)
        self._store.put_membership(Membership(user_id, team_id, role), at=self._clock())

    def write_oidc_link(self, user_id: str, section: UserSection) -> None:
        """The listed identity provider, or none."""
        provider = self._store.oidc_provider(section.oidc_provider_key)
        if provider is None:
            self._store.remove_oidc_link(user_id)
        else:
            self._store.put_oidc_link(user_id, provider.id, at=self._clock())

    def _model_id(self, key: str) -> str:
        model_id = self._store.model_id(key)
        if model_id is None:
            raise SeedFault(f"the model `{key}` is gone; seed again")
        return model_id

    def _team_id(self, key: str) -> str:
        team = self._store.team_by_key(key)
        if team is None:
            raise SeedFault(f"the team `{key}` is gone; seed again")
        return team.id
