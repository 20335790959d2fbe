"""The whole product for a browser: a gateway under test, and its real admin UI as a process that can end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from contract_harness.drivers.gateway import Gateway
from contract_harness.drivers.ports import free_port
from contract_harness.drivers.process import Child
from contract_harness.drivers.readiness import status_of
from contract_harness.installations.installation import Installation
from contract_harness.patience import eventually
from contract_harness.targets.credentials import Credentials


@dataclass(frozen=True, slots=True)
class Stack:
    """What a test visits, and who may enter."""

    gateway: Gateway
    ui_url: str
    credentials: Credentials

    @property
    def url(self) -> str:
        """The gateway's origin: everything a browser needs is there."""
        return self.gateway.base_url


class AdminUi:
    """The admin UI of an installation, on one port for all its lives."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._port = free_port()
        self._child: Child | None = None
        self.url = f"http://127.0.0.1:{self._port}"
        installation.env["ADMIN_UI_UPSTREAM"] = self.url

    def start(self) -> None:
        """Start the process and wait for its first answer."""
        there = self._installation
        child = self._child = Child(
            there.target.argv("admin-ui", port=str(self._port), gateway_url=there.base_url),
            env={**there.env, "PORT": str(self._port), "ADMIN_GATEWAY_ORIGIN": there.base_url},
            cwd=there.directory,
        )

        def answers() -> bool:
            assert child.is_running, f"the admin UI ended with {child.exit_code}: {child.stderr[-1000:]}"
            login = f"{there.target.base_path}/login"
            return status_of(("127.0.0.1", self._port), login, within_s=there.patience.reply_s) == 200

        eventually(answers, within_s=there.patience.gateway_ready_s, what="the admin UI's first answer")

    def stop(self) -> None:
        """End the process; its port refuses connections from now on."""
        if self._child is not None:
            self._child.kill()


@contextmanager
def admin_ui_of(installation: Installation) -> Iterator[AdminUi]:
    """The admin UI of *installation*, started, and ended with the block; serve the gateway inside it."""
    ui = AdminUi(installation)
    try:
        ui.start()
        yield ui
    finally:
        ui.stop()
