"""What references of a configuration stand for in one environment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reference_gateway.config import GatewayConfig, ReferenceUnresolved
from reference_gateway.config.references import text_or_reference


def looked_up(env: Mapping[str, str], text: str) -> str:
    """*text* as it stands, or what the reference in it stands for.

    Raises:
        ReferenceUnresolved: its variable is missing or empty.
    """
    return text_or_reference(text).resolve(env).reveal()


def known_secrets(config: GatewayConfig, env: Mapping[str, str]) -> Iterator[str]:
    """Every secret of *config* that can be looked up now."""
    auth = config.auth
    references = [auth.bootstrap_admin.password, *(key.value for key in auth.seed_api_keys)]
    callers = [*config.providers, *(route for model in config.models for route in model.routes)]
    references += [one for caller in callers for one in caller.references().values()]
    references += [config.database.url] if config.database.url else []
    for reference in references:
        try:
            yield reference.resolve(env).reveal()
        except ReferenceUnresolved:
            continue
