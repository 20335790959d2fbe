"""What opens the gateway under test: made up anew for each run, or given for a gateway that already runs."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from contract_harness.evidence.recorder import Evidence

ADMIN_EMAIL = "admin@local"
"""The bootstrap admin of every config the harness writes. Source: observed gateway, 10.1."""
API_KEY_ID = "harness"
"""The public id of the seeded key: it reads `gwk_harness.<secret>`."""

EMAIL_VARIABLE = "GATEWAY_CONTRACTS_ADMIN_EMAIL"
PASSWORD_VARIABLE = "GATEWAY_CONTRACTS_ADMIN_PASSWORD"  # noqa: S105 - the name of a variable
API_KEY_VARIABLE = "GATEWAY_CONTRACTS_API_KEY"

_SECRET_NAME = re.compile(r"KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|COOKIE")
_NAME_OF_A_NAME = re.compile(r"_(FILE|PATH|NAME)$")
"""Such a variable says where a secret is, or what it is called."""
_PASSWORD_IN_URL = re.compile(r"\w://[^\s:/@]*:([^\s@/]+)@")


@dataclass(frozen=True, slots=True)
class Credentials:
    """Values that let somebody in. None of them is shown by repr.

    Attributes:
        api_key: the seeded raw key, which may call `fast`; None when a running gateway's was not given.
        provider_token: what the gateway must present to the simulated provider; empty for a URL target.
        identity_secret: `GATEWAY_IDENTITY_TOKEN_SECRET` of the gateway; empty for a URL target.
    """

    admin_email: str = ADMIN_EMAIL
    admin_password: str = field(default="", repr=False)
    api_key: str | None = field(default=None, repr=False)
    provider_token: str = field(default="", repr=False)
    identity_secret: str = field(default="", repr=False)

    @classmethod
    def fresh(cls) -> Credentials:
        """New random values, long enough for any password rule."""
        return cls(
            admin_password=f"pw-{secrets.token_hex(12)}",
            api_key=f"gwk_{API_KEY_ID}.{secrets.token_hex(24)}",
            provider_token=f"upstream-{secrets.token_hex(16)}",
            identity_secret=secrets.token_hex(32),
        )

    @classmethod
    def given(cls, *, email: str | None, password: str | None, api_key: str | None) -> Credentials:
        """Those of a gateway that already runs.

        The environment comes first (`GATEWAY_CONTRACTS_ADMIN_EMAIL`, `…_ADMIN_PASSWORD`, `…_API_KEY`),
        then the target file, then the bootstrap defaults of the local shape, `admin@local` / `admin`.
        """
        return cls(
            admin_email=os.environ.get(EMAIL_VARIABLE) or email or ADMIN_EMAIL,
            admin_password=os.environ.get(PASSWORD_VARIABLE) or password or "admin",
            api_key=os.environ.get(API_KEY_VARIABLE) or api_key,
        )

    def hide_in(self, evidence: Evidence) -> None:
        """Have *evidence* show these as shell variables."""
        evidence.hide("ADMIN_PASSWORD", self.admin_password)
        evidence.hide("API_KEY", self.api_key or "")
        evidence.hide("PROVIDER_TOKEN", self.provider_token)
        evidence.hide("IDENTITY_SECRET", self.identity_secret)


def hide_environment(evidence: Evidence, env: Mapping[str, str]) -> None:
    """Have *evidence* show what is secret in *env*: values so named, and passwords in URLs. A value that is
    the name of another variable in it is none."""
    for name, value in env.items():
        is_secret = _SECRET_NAME.search(name.upper()) and not _NAME_OF_A_NAME.search(name.upper())
        if is_secret and value not in env:
            evidence.hide(name, value)
        for password in _PASSWORD_IN_URL.findall(value):
            evidence.hide(f"{name}_PASSWORD", unquote(password))
            evidence.hide(f"{name}_PASSWORD", password)
