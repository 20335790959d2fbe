"""`models[]`: the names callers use, and the routes behind them."""

from typing import Annotated, Any, Literal

from msgspec import Meta, field

from reference_gateway.config.providers import referred
from reference_gateway.config.references import Reference
from reference_gateway.config.section import Amount, HeaderName, HeaderText, NonBlank, Section

Int32 = Annotated[int, Meta(ge=-(2**31), lt=2**31)]


class Capabilities(Section, frozen=True):
    """`capabilities:` of a route; what the provider cannot do stays impossible whatever is said here."""

    chat_completions: bool = True
    responses: bool = True
    stream: bool = True
    embeddings: bool = True
    tools: bool = True
    vision: bool = True
    json_schema: bool = True
    developer_role: bool = True


class OpenAiCompatibility(Section, frozen=True):
    """`compatibility.openai_compat:` (observed gateway, 4.7)."""

    supports_store: bool = True
    max_tokens_field: Literal["max_completion_tokens", "max_tokens"] = "max_completion_tokens"
    developer_role: Literal["developer", "system"] = "developer"
    reasoning_effort: Literal["passthrough", "omit", "reasoning_object"] = "passthrough"
    supports_stream_usage: bool = False


class Compatibility(Section, frozen=True):
    """`compatibility:` of a route."""

    openai_compat: OpenAiCompatibility | None = None


class RouteSection(Section, frozen=True):
    """`models[].routes[]`"""

    provider: NonBlank
    upstream_model: NonBlank
    priority: Int32 = 100
    weight: Amount = 1.0
    enabled: bool = True
    extra_headers: dict[HeaderName, HeaderText] = field(default_factory=dict)
    extra_body: dict[str, Any] = field(default_factory=dict)
    capabilities: Capabilities = Capabilities()
    compatibility: Compatibility = Compatibility()

    def references(self) -> dict[str, Reference]:
        """What is looked up when this route is taken, by its place below the route."""
        return referred(self.extra_headers, "extra_headers")


class ModelSection(Section, frozen=True):
    """`models[]`: an alias or a list of routes, exactly one of the two."""

    id: NonBlank
    alias_of: NonBlank | None = None
    description: str | None = None
    tags: list[NonBlank] = field(default_factory=list)
    rank: Int32 = 100
    routes: list[RouteSection] = field(default_factory=list)
