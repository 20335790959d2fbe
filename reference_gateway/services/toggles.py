"""Which startup steps run: a flag beats the environment, the environment beats the default, which is yes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

VARIABLES = {
    "run_migrations": "GATEWAY_RUN_MIGRATIONS",
    "bootstrap_admin": "GATEWAY_BOOTSTRAP_ADMIN",
    "seed_config": "GATEWAY_SEED_CONFIG",
}


class ToggleInvalid(ValueError):
    """A toggle is neither `true` nor `false`, or it is both; the text names it."""


@dataclass(frozen=True, slots=True)
class Toggles:
    """The three steps that `serve` may skip (observed gateway, 7.1 and 7.4)."""

    run_migrations: bool = True
    bootstrap_admin: bool = True
    seed_config: bool = True

    @classmethod
    def resolve(cls, said: Mapping[str, Sequence[bool]], env: Mapping[str, str]) -> Self:
        """From what the flags said, then the environment, however the gateway was started.

        Args:
            said: every value of each flag, by the name of its field; it may stand before and after `serve`.

        Raises:
            ToggleInvalid: a variable has another value than `true` or `false`, or a flag was given both.
        """
        flags = {name: cls.flag(name, said.get(name, ())) for name in VARIABLES}
        return cls(**{name: cls.one(name, flags[name], env) for name in VARIABLES})

    @classmethod
    def flag(cls, name: str, said: Sequence[bool]) -> bool | None:
        """What a flag says; None where it is absent.

        Raises:
            ToggleInvalid: it contradicts itself.
        """
        if len(set(said)) > 1:
            raise ToggleInvalid(
                f"conflicting flags: --{name.replace('_', '-')} is both `true` and `false`; give it once"
            )
        return said[0] if said else None

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
