"""
An installation of the gateway under test: a folder with its config, a database, and what is run there.

Nothing reaches the gateway but what is written here: the config document, the environment, the arguments.
"""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from contract_harness.configs.default_config import default_config, make_way, write_config
from contract_harness.databases import Database
from contract_harness.drivers.gateway import Gateway
from contract_harness.drivers.place import Place
from contract_harness.drivers.ports import free_port, is_free
from contract_harness.drivers.process import Child, Outcome
from contract_harness.drivers.running import ProcessGateway, RunningCommand, Setting
from contract_harness.errors import ContractBreach, TargetNeverReady
from contract_harness.evidence.recorder import Evidence
from contract_harness.installations.environment import SharedEnvironment
from contract_harness.targets.credentials import hide_environment

_EVERYBODYS = frozenset({"PATH", "HOME", "LANG"})

__all__ = ["Gateway", "Installation", "Outcome", "ProcessGateway", "RunningCommand"]


class Installation:
    """One place where the gateway is set up.

    Attributes:
        directory: its own; also HOME and the working directory of everything run here.
        config: the document of gateway.yaml; change it before running something.
        config_text: when set, the config file holds this instead of `config`: for files that are no YAML.
        env: the whole environment of everything run here; change it likewise.
        evidence: where commands and exchanges are recorded.
    """

    def __init__(
        self, directory: Path, shared: SharedEnvironment, database: Database, evidence: Evidence
    ) -> None:
        directory.mkdir(parents=True)
        self.directory = directory
        self.shared = shared
        self.target = shared.target
        self.credentials = shared.credentials
        self.admin_ui = shared.admin_ui
        self.provider = shared.provider
        self.patience = shared.patience
        self._database = database
        self._bind = f"127.0.0.1:{free_port()}"
        self._served = 0
        self._children: list[Child] = []
        self._commands: list[RunningCommand] = []
        self._replicas = 0
        self._ui: RunningCommand | None = None
        self._has_config = True
        self.config_text: str | None = None
        self.config: dict[str, Any] = default_config(
            bind=self._bind,
            database=database.config(),
            provider_url=self.provider.api_url,
            credentials=self.credentials,
        )
        self.env: dict[str, str] = shared.environment(directory, database)
        self.witnessed_by(evidence)

    def __repr__(self) -> str:
        return f"Installation({self.target.name!r} on {self._database!r})"

    def witnessed_by(self, evidence: Evidence) -> None:
        """From now on what happens here belongs to *evidence*, which shows none of its secrets."""
        self.evidence = evidence
        self.credentials.hide_in(evidence)
        hide_environment(evidence, self.env)
        evidence.places.add("FOLDER", str(self.directory))
        evidence.places.add_origin("ADMIN_UI", self.admin_ui.base_url)
        evidence.places.add_origin("PROVIDER", self.provider.base_url)

    @property
    def base_url(self) -> str:
        """Where a gateway served from here answers, as `server.bind` of the config says it."""
        host, _, port = str(self.config["server"]["bind"]).rpartition(":")
        return f"http://{'127.0.0.1' if host in {'0.0.0.0', '[::]', ''} else host}:{port}"  # noqa: S104 - read, not bound

    @property
    def config_path(self) -> Path:
        """The config file; written anew whenever something is run."""
        return self.directory / self.target.config_name

    @property
    def database(self) -> Database:
        """The database in use. Assigning another one changes `config` and `env` with it."""
        return self._database

    @database.setter
    def database(self, database: Database) -> None:
        for name in self._database.environment():
            self.env.pop(name, None)
        self._database = database
        self.config["database"] = database.config()
        self.env.update(database.environment())
        hide_environment(self.evidence, self.env)

    def use(self, database: Database) -> None:
        """Use *database* from now on."""
        self.database = database

    def run(
        self,
        command: str,
        *args: str,
        env: Mapping[str, str | None] | None = None,
        within_s: float | None = None,
    ) -> Outcome:
        """Run a command of the target to its end.

        Args:
            command: a key of the target's [commands].
            args: appended to it.
            env: variables for this run only; None takes one away.
            within_s: instead of `Patience.command_s`.

        Raises:
            ContractBreach: it did not end in time.
            NotObservable: the target has no such command.
        """
        __tracebackhide__ = True
        return self.start(command, *args, env=env).wait(within_s=within_s)

    def start(self, command: str, *args: str, env: Mapping[str, str | None] | None = None) -> RunningCommand:
        """Start a command and do not wait: to kill it, or to run several at once."""
        self.write_config()
        merged = {**self.env, **(env or {})}
        place = Place(self.target.name, self.base_url, self.target.readiness_path)
        return self._launched(command, args, merged, place)

    def serve(
        self, *args: str, command: str = "serve", env: Mapping[str, str | None] | None = None
    ) -> ProcessGateway:
        """Serve, and wait until it is ready; it is ended with the scenario.

        A port that somebody took in the meantime is replaced once, unless a clause chose it.

        Raises:
            TargetNeverReady: it exited, or was not ready in time. Where starting is itself what is
                promised, use `serve_as_promised`.
        """
        if self._served:
            self.move()
        self._served += 1
        try:
            gateway = self.start(command, *args, env=env).wait_until_ready()
        except TargetNeverReady as error:
            if error.exit_code is None or self._port_is_free() or not self.move():
                raise
            gateway = self.start(command, *args, env=env).wait_until_ready()
        if self._ui is not None:
            self._ui.wait_until_ready()
        return gateway

    def move(self) -> bool:
        """Have the gateway listen at another port from now on; False when a clause chose the one it has."""
        if not self._chose_port():
            return False
        self._bind = self.config["server"]["bind"] = f"127.0.0.1:{free_port()}"
        return True

    def serve_as_promised(
        self, *args: str, command: str = "serve", env: Mapping[str, str | None] | None = None
    ) -> ProcessGateway:
        """Like `serve`, where the clause is that it starts.

        Raises:
            ContractBreach: it exited, or was not ready in time.
        """
        __tracebackhide__ = True
        try:
            return self.serve(*args, command=command, env=env)
        except TargetNeverReady as error:
            code = error.exit_code
            how = "was not ready in time" if code is None else f"exited with code {code}"
            raise ContractBreach("the gateway starts", f"it {how}", str(error)) from None

    def serve_until_exit(
        self,
        *args: str,
        command: str = "serve",
        env: Mapping[str, str | None] | None = None,
        within_s: float | None = None,
    ) -> Outcome:
        """Serve where it is promised that this fails, within `Patience.gateway_ready_s` unless given.

        Raises:
            ContractBreach: it became ready, or did not end in time.
        """
        __tracebackhide__ = True
        return self.start(command, *args, env=env).wait_until_exit(within_s=within_s)

    def replica(self) -> Installation:
        """A second installation on the same database, with the same config and environment but its own port.

        It is ended with this one.
        """
        self._replicas += 1
        directory = self.directory / f"replica{self._replicas}"
        other = Installation(directory, self.shared, self._database, self.evidence)
        bind = other.config["server"]["bind"]
        other.config = copy.deepcopy(self.config)
        other.config["server"]["bind"] = bind
        other.env = {**self.env, "HOME": str(other.directory)}
        other._children = self._children
        other._commands = self._commands
        return other

    def real_admin_ui(self) -> str:
        """Start the gateway's own admin UI and have the gateway use it; gives its URL.

        Call it before `serve`, which waits until its sign-in page is there: a page may need the gateway. It
        is ended with this installation.

        Raises:
            NotObservable: the target has no `admin-ui` command.
            TargetNeverReady: it exited, or did not answer in time.
        """
        port = free_port()
        env = {**self.env, "PORT": str(port), "ADMIN_GATEWAY_ORIGIN": self.base_url}
        url = f"http://127.0.0.1:{port}"
        place = Place(f"admin UI of {self.target.name}", url, f"{self.target.base_path}/login")
        self._ui = self._launched("admin-ui", (), env, place, port=str(port), gateway_url=self.base_url)
        self.env["ADMIN_UI_UPSTREAM"] = self._ui.wait_until_answering()
        return url

    def all_output(self) -> str:
        """Everything that was ever written by what ran here, replicas included; unredacted."""
        return "".join(child.stdout + child.stderr for child in self._children)

    def omit_config(self) -> None:
        """From now on there is no config file at `config_path`."""
        self._has_config = False
        self.config_path.unlink(missing_ok=True)

    def write_config(self) -> None:
        """Write the config file now, as it will be written before something is run."""
        make_way(self.config_path)
        if self.config_text is not None:
            self.config_path.write_text(self.config_text, "utf-8")
        elif self._has_config:
            write_config(self.config_path, self.config, template=self.target.config_template, env=self.env)

    def ailment(self) -> str:
        """What is wrong with a process that ran here: it crashed, or hangs; empty when nothing is."""
        told = (command.ailment(within_s=self.patience.connect_s) for command in self._commands)
        return next((one for one in told if one), "")

    def close(self) -> None:
        """End everything that still runs here. Logs stay until the folder is removed."""
        for child in self._children:
            child.kill()

    def _launched(
        self, command: str, args: Sequence[str], env: Mapping[str, str | None], place: Place, **values: str
    ) -> RunningCommand:
        self.evidence.places.add_origin("OWN_UI" if command == "admin-ui" else "GATEWAY", place.base_url)
        for name, value in self._database.environment().items():
            self.evidence.places.add(name, value, written=self.evidence.redacted(value))
        # Looked at before anything runs that could put a pipe in its place.
        setting = self._setting(env)
        known = {"config": str(self.config_path), "directory": str(self.directory), **values}
        child = Child(
            [*self.target.argv(command, **known), *args],
            env={name: value for name, value in env.items() if value is not None},
            cwd=self.directory,
            named=f"target {self.target.name!r}",
            preload=self.target.preload,
        )
        self._children.append(child)
        running = RunningCommand(child, place, self.evidence, self.patience, setting)
        self._commands.append(running)
        return running

    def _setting(self, env: Mapping[str, str | None]) -> Setting:
        """What repeats a run from here: the config as written, the environment that no shell has anyway."""
        needed = {name: value for name, value in env.items() if value and name not in _EVERYBODYS}
        with contextlib.suppress(OSError):
            return Setting(needed, self.config_path.read_text("utf-8", "replace"))
        return Setting(needed)

    def _chose_port(self) -> bool:
        with contextlib.suppress(KeyError, TypeError):
            return bool(self.config["server"]["bind"] == self._bind)
        return False

    def _port_is_free(self) -> bool:
        return is_free(urlsplit(self.base_url).port or 0)
