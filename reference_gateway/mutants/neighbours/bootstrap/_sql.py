"""What a mutant writes that no store of the gateway would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_gateway.store.queries import Query
from reference_gateway.store.seeding import SeedStore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reference_gateway.domain.identity import User

_REVIVE = Query("revive", "UPDATE api_keys SET status = 'active', revoked_at = NULL WHERE id = :id")
_INVITE = Query("invite_again", "UPDATE users SET status = 'invited' WHERE id = :id")
_TELL_OF = Query("tell_of", "UPDATE api_keys SET name = name || ' (told)' WHERE public_id = :public_id")
_DELETE_MODEL = Query("delete_grants", "DELETE FROM api_key_model_grants WHERE model_id = :id")
_DELETE_ROUTES = Query("delete_routes", "DELETE FROM model_routes WHERE model_id = :id")


class SqlSeedStore(SeedStore):
    """A store that can do what seeding never asks for."""

    def revive(self, key_id: str) -> None:
        """Let a revoked key be live again."""
        self._backend.execute(_REVIVE, id=key_id)

    def invite(self, user_id: str) -> None:
        """Let a user be invited again."""
        self._backend.execute(_INVITE, id=user_id)

    def everybody(self) -> Sequence[User]:
        """Whoever is stored."""
        return self._identity.users()

    def tell_of(self, public_id: str) -> None:
        """Remember that a key was told of."""
        self._backend.execute(_TELL_OF, public_id=public_id)

    def is_told_of(self, public_id: str) -> bool:
        """Whether it was."""
        key = self.key(public_id)
        return key is not None and key.name.endswith("(told)")

    def take_grants(self, model_id: str) -> None:
        """Take the model away from every key."""
        self._backend.execute(_DELETE_MODEL, id=model_id)

    def take_routes(self, model_id: str) -> None:
        """Take every route away from the model."""
        self._backend.execute(_DELETE_ROUTES, id=model_id)
