"""Who may call `/v1`, and which models they may name (observed gateway, 1.5, 3.1 and 3.5)."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from reference_gateway.domain.access import ApiKey, OwnerKind, RawKey, parse_raw_key
from reference_gateway.domain.errors import (
    ApiKeyNotFound,
    ApiKeyOwnerInvalid,
    ApiKeyRevoked,
    ApiKeySecretMismatch,
    InvalidApiKeyFormat,
    InvalidAuthorizationHeader,
    InvalidRequest,
    MissingAuthorizationHeader,
    MissingBearerToken,
    ModelNotFound,
    ModelNotGranted,
    StoreUnavailable,
)
from reference_gateway.domain.identity import UserStatus
from reference_gateway.domain.models import GatewayModel
from reference_gateway.ports import Clock, SecretHasher
from reference_gateway.ports.stores import AccessStore, IdentityStore, ModelStore

TAG_SELECTOR = "tag:"


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with a live key."""

    key: ApiKey


class Access:
    """Every rule about keys and grants. Nothing is cached: a revocation acts on the next call."""

    def __init__(
        self,
        *,
        keys: AccessStore,
        identity: IdentityStore,
        models: ModelStore,
        hasher: SecretHasher,
        clock: Clock,
    ) -> None:
        self._keys = keys
        self._identity = identity
        self._models = models
        self._hasher = hasher
        self._clock = clock

    def admit(self, authorization: str | None) -> Caller:
        """The caller behind an Authorization header.

        Raises:
            Unauthenticated: one of its kinds, saying what is wrong with the header or the key.
            ApiKeyOwnerInvalid: the user who owns the key is gone or not active.
        """
        presented = self.raw_key(authorization)
        key = self._keys.key(presented.public_id)
        if key is None:
            raise ApiKeyNotFound
        if not self.proves(key, presented):
            raise ApiKeySecretMismatch
        if self.is_revoked(key):
            raise ApiKeyRevoked
        if not self.has_live_owner(key):
            raise ApiKeyOwnerInvalid
        self._remember_use(key)
        return Caller(key)

    def raw_key(self, authorization: str | None) -> RawKey:
        """The key in `Bearer <key>`; the scheme's case does not matter."""
        if authorization is None or not authorization.isascii():
            raise MissingAuthorizationHeader
        scheme, space, token = authorization.strip().partition(" ")
        if not space:
            raise MissingBearerToken
        if scheme.lower() != "bearer":
            raise InvalidAuthorizationHeader
        raw = parse_raw_key(token.strip())
        if raw is None:
            raise InvalidApiKeyFormat
        return raw

    def proves(self, key: ApiKey, presented: RawKey) -> bool:
        """Whether the secret that was presented is the key's."""
        return self._hasher.verify(key.secret_hash, presented.secret)

    def is_revoked(self, key: ApiKey) -> bool:
        """Whether the key was revoked."""
        return key.is_revoked

    def has_live_owner(self, key: ApiKey) -> bool:
        """Whether its owner exists and, if a user, is active; a team's status is not asked."""
        if key.owner_id is None:
            return False
        if key.owner_kind is OwnerKind.TEAM:
            return True
        owner = self._identity.user(key.owner_id)
        return owner is not None and owner.status is UserStatus.ACTIVE

    def models(self, caller: Caller) -> Sequence[GatewayModel]:
        """What the caller may name, aliases included, by rank then key."""
        return self._keys.effective_models(caller.key)

    def granted_model(self, caller: Caller, wanted: str) -> GatewayModel:
        """The model a call names, by key or as `tag:a,b`: all tags, lowest rank, then key.

        Raises:
            ModelNotFound: no such model, or no visible one with these tags.
            ModelNotGranted: it exists but not for this key.
            InvalidRequest: a tag selector without a tag.
        """
        granted = self.models(caller)
        if wanted.startswith(TAG_SELECTOR):
            return self._tagged(granted, wanted)
        for model in granted:
            if model.key == wanted:
                return model
        if self._models.model(wanted) is None:
            raise ModelNotFound(f"model `{wanted}` was not found")
        raise ModelNotGranted(f"model `{wanted}` is not granted to this api key")

    def _tagged(self, granted: Sequence[GatewayModel], wanted: str) -> GatewayModel:
        tags = {tag.strip() for tag in wanted.removeprefix(TAG_SELECTOR).split(",")} - {""}
        if not tags:
            raise InvalidRequest("tag selector names no tag")
        for model in granted:
            if tags <= set(model.tags):
                return model
        raise ModelNotFound(f"no model matches `{wanted}`")

    def _remember_use(self, key: ApiKey) -> None:
        now = self._clock()
        if key.last_used_at is None or now - key.last_used_at >= timedelta(seconds=1):
            # A database that takes no writes just now is no reason to turn a caller away.
            with suppress(StoreUnavailable):
                self._keys.touch_key(key.id, used_at=now)
