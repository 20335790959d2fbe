"""Models, routes and providers as seeded."""

import json
from collections.abc import Sequence

from reference_gateway.domain.models import GatewayModel, Provider, ProviderType, Route
from reference_gateway.store.backend import Backend, Row
from reference_gateway.store.queries import load

SQL = load("models")


class ModelStore:
    """Implements `ports.ModelStore`."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def model(self, key: str) -> GatewayModel | None:
        """The model called *key*, alias or not."""
        row = self._backend.fetch_one(SQL["model"], key=key)
        return model_of(row) if row else None

    def models(self) -> Sequence[GatewayModel]:
        """By rank, then key."""
        return [model_of(row) for row in self._backend.fetch_all(SQL["models"])]

    def routes(self, model_id: str) -> Sequence[Route]:
        """Every route of the model, eligible or not, by priority then provider."""
        return [route_of(row) for row in self._backend.fetch_all(SQL["routes"], model_id=model_id)]

    def provider(self, key: str) -> Provider | None:
        """The provider as last seeded."""
        row = self._backend.fetch_one(SQL["provider"], key=key)
        if row is None:
            return None
        return Provider(
            row["provider_key"], ProviderType(row["provider_type"]), json.loads(row["config_json"])
        )


def model_of(row: Row) -> GatewayModel:
    """The model of one row."""
    return GatewayModel(
        id=row["id"],
        key=row["model_key"],
        alias_of=row["alias_target_model_key"],
        description=row["description"],
        tags=tuple(json.loads(row["tags_json"])),
        rank=row["rank"],
    )


def route_of(row: Row) -> Route:
    """The route of one row."""
    capabilities = json.loads(row["capabilities_json"])
    return Route(
        id=row["id"],
        model_id=row["model_id"],
        provider_key=row["provider_key"],
        upstream_model=row["upstream_model"],
        priority=row["priority"],
        weight=row["weight"],
        is_enabled=bool(row["enabled"]),
        capabilities=frozenset(name for name, is_on in capabilities.items() if is_on),
        extra_headers=json.loads(row["extra_headers_json"]),
        extra_body=json.loads(row["extra_body_json"]),
        compatibility=json.loads(row["compatibility_json"]),
    )
