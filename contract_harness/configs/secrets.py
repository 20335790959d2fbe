"""What an operator of an install knows: its secrets, by the names a feature gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from contract_harness.configs.builder import PASSWORD_VARIABLE
from contract_harness.targets.credentials import Credentials

SECOND_TOKEN = "second-provider-token-f3d8"  # noqa: S105 - made up
"""What the provider is called with once a later config says so."""
LONG_PASSWORD = "literal. Höhe $HOME #1 'quoted'" + 20 * ".abc"
"""Says what a config might look up, and goes on behind the 72 bytes that bcrypt reads."""


@dataclass(frozen=True, slots=True)
class KnownSecrets:
    """The secrets of one install, by the names a feature gives them; none is shown by repr.

    Attributes:
        passwords: the configured one, those that people try besides, and the well-known ones.
        keys: raw gateway keys; `spoiled` and `second` have the public id of the configured one and another
            secret, which no config holds and a later one does.
    """

    email: str
    token: str = field(repr=False)
    identity_secret: str = field(repr=False)
    passwords: dict[str, str] = field(repr=False)
    keys: dict[str, str] = field(repr=False)

    @classmethod
    def of(cls, credentials: Credentials) -> KnownSecrets:
        """What is known of an install that has these credentials."""
        key = credentials.api_key
        return cls(
            email=credentials.admin_email,
            token=credentials.provider_token,
            identity_secret=credentials.identity_secret,
            passwords={
                "configured": credentials.admin_password,
                "new": "rotated-Passw0rd-4c7e",
                "wrong": "mistaken-Passw0rd-90af",
                "other": "otherwise-Passw0rd-5d31",
                "built-in": "admin",
                "reference": f"env.{PASSWORD_VARIABLE}",
                "long": LONG_PASSWORD,
                **_beside(credentials.admin_password),
            },
            keys={}
            if key is None
            else {
                "configured": key,
                "spoiled": f"{key.partition('.')[0]}.spoiled-secret-1be4",
                "lengthened": f"{key}x",
                "shortened": key[:-1],
                "second": f"{key.partition('.')[0]}.second-secret-e61f",
                "wide": "gwk_wide.wide-secret-77aa",
                "bare": "gwk_bare.bare-secret-c2d9",
                "lost": "gwk_lost.lost-secret-58ed",
                "found": "gwk_lost.found-secret-3a90",
                "spare": "gwk_spare.spare-secret-07bb",
                "kept": "gwk_kept.kept-secret-e4c1",
            },
        )

    def named(self) -> Mapping[str, str]:
        """What a feature may name in braces."""
        return {
            **{f"the {which} password": value for which, value in self.passwords.items()},
            **{f"the {which} key": value for which, value in self.keys.items()},
            "the provider token": self.token,
            "the second provider token": SECOND_TOKEN,
            "the identity secret": self.identity_secret,
            "the admin's email": self.email,
        }

    def secrets(self) -> Mapping[str, str]:
        """Every secret that must stay one, by what it is; the well-known passwords are none."""
        known = ("configured", "new", "wrong", "other")
        kept = {f"the {name} password": self.passwords[name] for name in known}
        kept |= self.secrets_of_keys()
        return kept | {"the provider token": self.token, "the identity secret": self.identity_secret}

    def secrets_of_keys(self) -> dict[str, str]:
        """The half of each key that no list may show."""
        return {f"the secret of the {name} key": raw.partition(".")[2] for name, raw in self.keys.items()}


def _beside(password: str) -> dict[str, str]:
    """What is almost the configured password, and almost the long one."""
    return {
        "shortened": password[:-1],
        "lengthened": f"{password}x",
        "swapped": password.swapcase(),
        "empty": "",
        "shortened long": LONG_PASSWORD[:72],
        "resolved long": LONG_PASSWORD.removeprefix("literal."),
    }
