"""`models[]`: the names callers use, and the routes behind them."""

from typing import Annotated, Any, Literal

from pydantic import Field

from reference_gateway.config.base import NonBlank, Section

Int32 = Annotated[int, Field(ge=-(2**31), lt=2**31)]


class Capabilities(Section):
    """`capabilities:` of a route; what the provider cannot do stays impossible whatever is said here."""

    chat_completions: bool = True
    responses: bool = True
    stream: bool = True
    embeddings: bool = True
    tools: bool = True
    vision: bool = True
    json_schema: bool = True
    developer_role: bool = True


class OpenAiCompatibility(Section):
    """`compatibility.openai_compat:` (observed gateway, 4.7)."""

    supports_store: bool = True
    max_tokens_field: Literal["max_completion_tokens", "max_tokens"] = "max_completion_tokens"
    developer_role: Literal["developer", "system"] = "developer"
    reasoning_effort: Literal["passthrough", "omit", "reasoning_object"] = "passthrough"
    supports_stream_usage: bool = False


class Compatibility(Section):
    """`compatibility:` of a route."""

    openai_compat: OpenAiCompatibility | None = None


class RouteSection(Section):
    """`models[].routes[]`"""

    provider: NonBlank
    upstream_model: NonBlank
    priority: Int32 = 100
    weight: float = Field(default=1.0, ge=0, allow_inf_nan=False)
    enabled: bool = True
    extra_headers: dict[str, str] = Field(default_factory=dict)
    extra_body: dict[str, Any] = Field(default_factory=dict)
    capabilities: Capabilities = Field(default_factory=Capabilities)
    compatibility: Compatibility = Field(default_factory=Compatibility)


class ModelSection(Section):
    """`models[]`: an alias or a list of routes, exactly one of the two."""

    id: NonBlank
    alias_of: NonBlank | None = None
    description: str | None = None
    tags: list[NonBlank] = Field(default_factory=list)
    rank: Int32 = 100
    routes: list[RouteSection] = Field(default_factory=list)
