"""`providers[]`: the upstreams a route may name."""

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import field

from reference_gateway.config.references import MAY_REFER, Reference, SecretReference, text_or_reference
from reference_gateway.config.section import HeaderName, HeaderText, NonBlank, Positive, Section

PricingProvider = Literal["openai", "google-vertex", "google-vertex-anthropic"]


class Timeouts(Section, frozen=True):
    """`timeouts:`"""

    total_ms: Positive = 120_000


class Display(Section, frozen=True):
    """`display:`"""

    label: NonBlank | None = None
    icon_key: Literal["anthropic", "aws", "openai", "openrouter", "vertexai"] | None = None


class OpenAiAuth(Section, frozen=True):
    """`auth:` of an openai_compat provider. *kind* is required and otherwise not looked at."""

    kind: str
    token: SecretReference | None = None


def _http_url(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError("must be a URL beginning with `http://` or `https://`")
    return text


def referred(headers: Mapping[str, str], place: str = "default_headers") -> dict[str, Reference]:
    """The references among the values of *headers*, by their place."""
    found = {name: text_or_reference(value) for name, value in headers.items()}
    return {f"{place}.{name}": one for name, one in found.items() if one.kind == "env"}


def references(secrets: Mapping[str, Reference], headers: Mapping[str, str]) -> dict[str, Reference]:
    """Those of an `auth:` and those among `default_headers:`."""
    return {**{f"auth.{name}": one for name, one in secrets.items()}, **referred(headers)}


class OpenAiCompatSection(Section, frozen=True):
    """`type: openai_compat`"""

    id: NonBlank
    type: Literal["openai_compat"]
    base_url: Annotated[NonBlank, _http_url]
    pricing_provider_id: PricingProvider
    auth: OpenAiAuth | None = None
    default_headers: dict[HeaderName, HeaderText] = field(default_factory=dict)
    timeouts: Timeouts = Timeouts()
    display: Display = Display()

    @property
    def token(self) -> Reference | None:
        """The bearer token to send; None when the provider takes none."""
        return self.auth.token if self.auth else None

    def secrets(self) -> dict[str, Reference]:
        """Every secret of this provider, by name."""
        return {"token": self.token} if self.token else {}

    def references(self) -> dict[str, Reference]:
        """What is looked up when this provider is called, by its place below the provider."""
        return references(self.secrets(), self.default_headers)


class VertexAuth(Section, frozen=True):
    """`auth:` of a gcp_vertex provider; which of the two values belongs is decided in `config.relations`."""

    mode: Literal["adc", "service_account", "bearer"]
    credentials_path: Annotated[NonBlank, MAY_REFER] | None = None
    """A path, or a reference to one."""
    token: SecretReference | None = None


class GcpVertexSection(Section, frozen=True):
    """`type: gcp_vertex`"""

    id: NonBlank
    type: Literal["gcp_vertex"]
    project_id: NonBlank
    auth: VertexAuth
    location: NonBlank = "global"
    api_host: NonBlank = "aiplatform.googleapis.com"
    default_headers: dict[HeaderName, HeaderText] = field(default_factory=dict)
    timeouts: Timeouts = Timeouts()
    display: Display = Display()

    def secrets(self) -> dict[str, Reference]:
        """Every secret of this provider, by name."""
        return {"token": self.auth.token} if self.auth.token else {}

    def references(self) -> dict[str, Reference]:
        """What is looked up when this provider is called, by its place below the provider."""
        return references(self.secrets(), self.default_headers)


ProviderSection = OpenAiCompatSection | GcpVertexSection
