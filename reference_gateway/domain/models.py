"""Models as callers name them, the routes behind them, and the providers at the end of a route."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct, field


class ProviderType(StrEnum):
    """Which adapter speaks to a provider."""

    OPENAI_COMPAT = "openai_compat"
    GCP_VERTEX = "gcp_vertex"


class Provider(Struct, frozen=True):
    """An upstream as last seeded. Secrets stay references (`env.NAME`); a literal one is not stored."""

    key: str
    type: ProviderType
    config: Mapping[str, Any]
    """The provider's section of the configuration without its secrets."""


class GatewayModel(Struct, frozen=True):
    """A name callers may use: either an alias of another model or the head of some routes."""

    id: str
    key: str
    alias_of: str | None
    """The key of the model this one stands for."""
    description: str | None
    tags: tuple[str, ...]
    rank: int


CAPABILITIES = (
    "chat_completions",
    "responses",
    "stream",
    "embeddings",
    "tools",
    "vision",
    "json_schema",
    "developer_role",
)
"""The eight flags, in the order refusals name them (observed gateway, 4.6)."""


class Route(Struct, frozen=True):
    """One way to serve a model. Eligible only when enabled and of positive weight (observed gateway, 4.5)."""

    id: str
    model_id: str
    provider_key: str
    upstream_model: str
    priority: int
    weight: float
    is_enabled: bool
    capabilities: frozenset[str]
    """A subset of `CAPABILITIES`."""
    extra_headers: Mapping[str, str] = field(default_factory=dict)
    extra_body: Mapping[str, Any] = field(default_factory=dict)
    compatibility: Mapping[str, Any] = field(default_factory=dict)
    """The opt-in profile of observed gateway, 4.7; empty when absent."""

    @property
    def is_eligible(self) -> bool:
        """Whether the planner may consider this route at all."""
        return self.is_enabled and self.weight > 0
