"""What every installation of one target in one worker stands on, and the environment that follows from it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from contract_harness.configs.default_config import API_KEY_ENV
from contract_harness.databases import Database
from contract_harness.patience import Patience
from contract_harness.targets.credentials import Credentials
from contract_harness.targets.target import Target
from contract_harness.upstreams.admin_ui import SimulatedAdminUi
from contract_harness.upstreams.provider import SimulatedProvider

_PATH = "/usr/local/bin:/usr/bin:/bin"


@dataclass(frozen=True, slots=True)
class SharedEnvironment:
    """A target with the simulators, secrets and patience its installations share."""

    target: Target
    patience: Patience
    credentials: Credentials
    admin_ui: SimulatedAdminUi
    provider: SimulatedProvider

    def environment(self, home: Path, database: Database) -> dict[str, str]:
        """PATH, HOME and LANG, what the config refers to, what the target asks for, and nothing else."""
        inherited = {name: os.environ[name] for name in self.target.inherit_env if name in os.environ}
        return {
            "PATH": os.environ.get("PATH", _PATH),
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "ADMIN_UI_UPSTREAM": self.admin_ui.base_url,
            "GATEWAY_IDENTITY_TOKEN_SECRET": self.credentials.identity_secret,
            API_KEY_ENV: self.credentials.api_key or "",
            **database.environment(),
            **inherited,
            **self.target.env,
        }
