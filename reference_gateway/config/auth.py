"""`auth:`: the first administrator and the keys that exist from the first boot."""

from pydantic import Field

from reference_gateway.config.base import Email, NonBlank, Section
from reference_gateway.config.references import EnvReference, Reference, SecretReference


class BootstrapAdmin(Section):
    """`auth.bootstrap_admin:`"""

    enabled: bool = True
    email: Email = "admin@local"
    password: SecretReference = Reference("literal", "admin")
    require_password_change: bool = False


class SeedApiKey(Section):
    """`auth.seed_api_keys[]`"""

    name: NonBlank
    value: EnvReference
    allowed_models: list[str] = Field(default_factory=list)
    """Empty means no model at all, not every model."""


class Auth(Section):
    """`auth:`"""

    bootstrap_admin: BootstrapAdmin = Field(default_factory=BootstrapAdmin)
    seed_api_keys: list[SeedApiKey] = Field(default_factory=list)
