"""A configuration that has something of everything that is seeded."""

from typing import Any

DOCUMENT: dict[str, Any] = {
    "auth": {"seed_api_keys": [{"name": "ci", "value": "env.KEY", "allowed_models": ["fast", "quick"]}]},
    "providers": [
        {
            "id": "openai",
            "type": "openai_compat",
            "base_url": "http://127.0.0.1:9/v1",
            "pricing_provider_id": "openai",
            "auth": {"kind": "bearer", "token": "literal.upstream-secret"},
        }
    ],
    "models": [
        {"id": "quick", "alias_of": "fast", "rank": 5},
        {
            "id": "fast",
            "tags": ["cheap"],
            "routes": [{"provider": "openai", "upstream_model": "gpt-4o-mini"}],
        },
    ],
    "teams": [{"key": "core", "name": "Core", "budget": {"cadence": "monthly", "amount_usd": "12.5"}}],
    "users": [
        {
            "name": "Alice",
            "email": "Alice@Example.test",
            "auth_mode": "password",
            "membership": {"team": "core", "role": "admin"},
            "budget": {"cadence": "daily", "amount_usd": "1"},
        }
    ],
}
ENV = {"KEY": "gwk_ci.first-secret"}
