"""`auth:`: the first administrator and the keys that exist from the first boot."""

from msgspec import field

from reference_gateway.config.references import EnvReference, Reference, SecretReference
from reference_gateway.config.section import Email, NonBlank, Section


class BootstrapAdmin(Section, frozen=True):
    """`auth.bootstrap_admin:`"""

    enabled: bool = True
    email: Email = "admin@local"
    password: SecretReference = Reference("literal", "admin")
    require_password_change: bool = False


class SeedApiKey(Section, frozen=True):
    """`auth.seed_api_keys[]`"""

    name: NonBlank
    value: EnvReference
    allowed_models: list[str] = field(default_factory=list)
    """Empty means no model at all, not every model."""


class Auth(Section, frozen=True):
    """`auth:`"""

    bootstrap_admin: BootstrapAdmin = BootstrapAdmin()
    seed_api_keys: list[SeedApiKey] = field(default_factory=list)
