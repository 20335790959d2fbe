"""Which startup steps run: a flag beats the environment, the environment beats the default, which is yes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

VARIABLES = {
    "run_migrations": "GATEWAY_RUN_MIGRATIONS",
    "bootstrap_admin": "GATEWAY_BOOTSTRAP_ADMIN",
    "seed_config": "GATEWAY_SEED_CONFIG",
}


class ToggleInvalid(ValueError):
    """A toggle is neither `true` nor `false`; the text names it."""


@dataclass(frozen=True, slots=True)
class Toggles:
    """The three steps that `serve` may skip (observed gateway, 7.1 and 7.4)."""

    run_migrations: bool = True
    bootstrap_admin: bool = True
    seed_config: bool = True

    @classmethod
    def resolve(cls, flags: Mapping[str, bool | None], env: Mapping[str, str]) -> Self:
        """From flags that may be absent, then the environment, however the gateway was started.

        Raises:
            ToggleInvalid: a variable has another value than `true` or `false`.
        """
        return cls(**{name: cls.one(name, flags.get(name), env) for name in VARIABLES})

    @classmethod
    def one(cls, name: str, flag: bool | None, env: Mapping[str, str]) -> bool:
        """One toggle; its variable is judged even when a flag beats it."""
        text = env.get(VARIABLES[name])
        said = None if text is None else parse(VARIABLES[name], text)
        if flag is not None:
            return flag
        return True if said is None else said


def parse(name: str, text: str) -> bool:
    """`true` or `false`, exactly.

    Raises:
        ToggleInvalid: anything else.
    """
    if text not in {"true", "false"}:
        raise ToggleInvalid(f"{name} must be `true` or `false`, not `{text}`")
    return text == "true"
