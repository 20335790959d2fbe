"""What whoever deploys a gateway must give, made up anew for each run."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from contract_harness.evidence.recorder import Evidence
from contract_harness.targets.sections import Deploy

_SECRET = re.compile(r"PASSWORD|SECRET|TOKEN|(API|ACCESS|PRIVATE)_KEY|(POSTGRES|DATABASE)_URL")
IDENTITY = "GATEWAY_IDENTITY_TOKEN_SECRET"
"""Source: observed gateway, 7.4, where a gateway without it signs with a secret everybody knows."""
_SAYS_WHERE = re.compile(r"_(FILE|PATH|DIR)$")
_VALUE = re.compile(
    r"\b(sk|pk|rk)[-_][\w-]{16,}|\bgh[pousr]_\w{20,}|\bgwk_\w+\.\S+|\bxox[abp]-\S+|\bAKIA[0-9A-Z]{16}\b"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY|://[^/\s:@${}]+:[^/\s@${}]+@"
)
"""Forms of keys that their issuers publish, and a password in a URL."""


def reads_like_a_secret(variable: str) -> bool:
    """The name of this variable says that it holds something secret; where a secret lies is none."""
    return _SECRET.search(variable) is not None and _SAYS_WHERE.search(variable) is None


def holds_a_secret(variable: str, value: str) -> bool:
    """By its form, or by the name of the variable; a URL only when there is a password in it."""
    by_its_name = reads_like_a_secret(variable) and "://" not in value
    return bool(value) and (by_its_name or _VALUE.search(value) is not None)


@dataclass(frozen=True, slots=True)
class Secrets:
    """Values for every required variable; none is shown by repr.

    Attributes:
        environment: the deploy-time environment.
        admin_password: the one of them that lets the first admin in.
        api_key: the one of them that opens `/v1`.
        new_password: what the admin chooses when asked for another one.
    """

    environment: Mapping[str, str] = field(repr=False)
    admin_password: str = field(repr=False)
    api_key: str = field(repr=False)
    new_password: str = field(repr=False)

    @classmethod
    def fresh(cls, names: Sequence[str], deploy: Deploy) -> Secrets:
        """New random values of letters and digits, the key in the form of a gateway key."""
        made = {name: secrets.token_hex(24) for name in names}
        password, key = f"pw{secrets.token_hex(12)}", f"gwk_deployed.{secrets.token_hex(24)}"
        special = {deploy.admin_password: password, deploy.api_key: key}
        made |= {name: value for name, value in special.items() if name in made}
        return cls(made, password, key, new_password=f"new{secrets.token_hex(12)}")

    def without(self, name: str) -> dict[str, str]:
        """The environment with one variable missing."""
        return {other: value for other, value in self.environment.items() if other != name}

    def hide_in(self, evidence: Evidence) -> None:
        """Have *evidence* show these as shell variables."""
        for name, value in self.environment.items():
            evidence.hide(name, value)
        evidence.hide("NEW_PASSWORD", self.new_password)
