"""
An install under test, the gateways running from it, and the people at its doors.

A `ScenarioGateway` is shaped, started, stopped and started again: it changes the config, remembers what an
operator would know, and keeps what was stored before the first act.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce

from contract_harness.clients.admin import AdminApi
from contract_harness.clients.http import Reply
from contract_harness.clients.public import PublicApi
from contract_harness.configs import later
from contract_harness.configs.builder import Document, Environment
from contract_harness.configs.later import LaterConfig
from contract_harness.configs.patch import fill, patch
from contract_harness.configs.secrets import KnownSecrets
from contract_harness.configs.settings import Settings, as_typed, flags_in, variables_in
from contract_harness.databases import Database
from contract_harness.databases.snapshot import Snapshot, snapshot
from contract_harness.databases.state import DatabaseState
from contract_harness.drivers.gateway import Gateway
from contract_harness.drivers.process import Outcome
from contract_harness.errors import ContractBreach, NotObservable, TargetNeverReady
from contract_harness.installations.installation import Installation, RunningCommand
from contract_harness.tables import Table
from contract_harness.upstreams.provider import SimulatedProvider

UNSET = "(unset)"
SHOWN = {"(empty)": "", "(blank)": " ", "(line break)": "\n"}
"""How a feature says that a variable is not there, and what it cannot show of one that is."""
OF_THE_SESSION = "of the session"


class ScenarioGateway:
    """One install and what runs from it.

    Attributes:
        known: the secrets an operator of this install knows.
        browser: the admin's browser; a new one after each start.
        elsewhere: another browser of the same admin.
        earlier: the admin's browser from before the last start, with what it was signed in as.
        named: what else a feature may name in braces, such as the endpoint of a collector.
    """

    def __init__(
        self,
        find: Callable[[], Installation],
        known: KnownSecrets,
        *,
        gateway: Gateway | None = None,
        before: Snapshot | None = None,
        spoil: Callable[[], None] = lambda: None,
    ) -> None:
        self._find = find
        self._spoil = spoil
        self._gateway = gateway
        self._replicas: list[Gateway] = []
        self._before = before
        self._state: DatabaseState | None = None
        self.known = known
        self.named: dict[str, str] = {}
        if gateway is not None:
            self.browser, self.elsewhere, self.earlier = (gateway.admin() for _ in range(3))

    @property
    def installation(self) -> Installation:
        """Where the config and the database are.

        Raises:
            NotObservable: the gateway is known by its URL only.
        """
        return self._find()

    @property
    def gateway(self) -> Gateway:
        """The gateway that runs now."""
        assert self._gateway is not None, "a feature talks to a gateway before it starts"
        return self._gateway

    @property
    def document(self) -> Document:
        """The config, to be edited in place."""
        return self.installation.config

    @property
    def environment(self) -> Environment:
        """The environment of the gateway, to be edited in place."""
        return self.installation.env

    @property
    def database(self) -> Database:
        """The database the config points at."""
        return self.installation.database

    @property
    def provider(self) -> SimulatedProvider:
        """The provider the config points at."""
        return self.installation.provider

    @property
    def email(self) -> str:
        """The admin's, as first configured."""
        return self.known.email

    @property
    def config_file_name(self) -> str:
        """The config file as an operator would recognise it in a message."""
        return self.installation.config_path.name

    @property
    def address(self) -> str:
        """Where the config has the gateway listen, `host:port`."""
        return str(self.document["server"]["bind"])

    def line_of(self, key: str) -> int:
        """The line, counted from 1, on which the config file first says *key*."""
        lines = self.installation.config_path.read_text("utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if f"{key}:" in line)

    @property
    def public(self) -> PublicApi:
        """The data plane."""
        return self.gateway.public()

    @property
    def before(self) -> Snapshot:
        """What was stored before the first start or command of the scenario."""
        assert self._before is not None, "a feature compares with a time before anything happened"
        return self._before

    @property
    def state(self) -> DatabaseState:
        """The database to the letter, before the first start or command of the scenario."""
        assert self._state is not None, "a feature compares with a time before anything happened"
        return self._state

    def password(self, which: str) -> str:
        """The password a feature calls by this name."""
        return self.known.passwords[which]

    def key(self, which: str) -> str:
        """The raw gateway key a feature calls by this name.

        Raises:
            NotObservable: no key of this gateway was given.
        """
        if which == OF_THE_SESSION:
            return next(iter(self.browser.cookies.values()), "")
        try:
            return self.known.keys[which]
        except KeyError:
            raise NotObservable(f"the {which} key of this gateway was not given: verify a process") from None

    def new_browser(self) -> AdminApi:
        """Have the admin use another browser from now on."""
        self.browser = self.gateway.admin()
        return self.browser

    def stranger(self) -> AdminApi:
        """A browser nobody has signed in with."""
        return self.gateway.admin()

    def take_shape(self, change: Callable[[Document, Environment, KnownSecrets], None]) -> None:
        """Change config and environment."""
        change(self.document, self.environment, self.known)

    def patch_config(self, fragment: str) -> None:
        """Merge a fragment of YAML into the config, as `configs.patch` has it."""
        patch(self.document, fragment, self._words())

    def take_up(self, changes: LaterConfig) -> None:
        """Have the config and the environment be those of a later boot."""
        self.patch_config(changes.fragment)
        later.unlist(self.document, changes.unlisted)
        self.set_environment(dict(changes.variables))

    def set_environment(self, variables: Mapping[str, str]) -> None:
        """Set variables as a table shows them: `(unset)`, `(empty)`, or a value as in `configs.patch`."""
        named = self._words()
        for name, shown in variables.items():
            self.environment.pop(name, None)
            if shown != UNSET:
                self.environment[name] = reduce(_put, SHOWN.items(), fill(shown, named))

    def filled(self, table: Table) -> Table:
        """The table of a step, with the words in braces replaced by what they stand for."""
        return [[fill(cell, self._words()) for cell in row] for row in table]

    def _words(self) -> Mapping[str, str]:
        """What a feature may name in braces."""
        there = {"the provider's address": self.provider.api_url, "the config file": self.config_file_name}
        ui = {"the admin UI": self.environment.get("ADMIN_UI_UPSTREAM", "")}
        return {**self.known.named(), **there, **ui, **self.named}

    def attempt_password_change(self, current: str, new: str) -> Reply:
        """Try it with a wrong current password; a gateway that lets it pass is not used any more."""
        reply = self.browser.change_password(current, new)
        if reply.status == 200:
            self._spoil()
        return reply

    def remove_config_file(self) -> None:
        """Have commands name a config file that is not there."""
        self.installation.omit_config()

    def start(self, *flags: str, command: str = "serve", env: Mapping[str, str] | None = None) -> None:
        """Start a gateway, after stopping the one that runs; the admin takes a new browser."""
        self._look()
        cookies = self.browser.cookies if self._gateway else {}
        if self._gateway is not None:
            self._gateway.stop()
        self._gateway = self.installation.serve_as_promised(*flags, command=command, env=env)
        self.browser, self.elsewhere, self.earlier = (self._gateway.admin() for _ in range(3))
        self.earlier.cookies = dict(cookies)

    def start_set(self, settings: Settings, *, command: str = "serve") -> None:
        """Start with these flags and variables."""
        self.start(*flags_in(settings), command=command, env=variables_in(settings))

    def try_to_start(self, settings: Settings = (), *, command: str = "serve") -> Outcome:
        """A start, with these flags and variables, that is promised to fail."""
        self._look()
        flags, env, within_s = (
            flags_in(settings),
            variables_in(settings),
            self.installation.patience.command_s,
        )
        return self.installation.serve_until_exit(*flags, command=command, env=env, within_s=within_s)

    def run_as_typed(self, words: str) -> Outcome:
        """Run a command to its end, as typed: `migrate --apply`; one that serves is promised to fail."""
        command, args = as_typed(words)
        # A flag without a value, `--version`, starts nothing.
        if command not in ("serve", "start") or len(args) % 2:
            return self.run(command, *args)
        return self.try_to_start(list(zip(args[::2], args[1::2], strict=True)), command=command)

    def boot_and_stop(self) -> None:
        """Boot once, so that the database is as a first boot leaves it."""
        self.start()
        self.gateway.stop()

    def run(self, command: str, *args: str) -> Outcome:
        """Run an explicit command to its end."""
        self._look()
        return self.installation.run(command, *args)

    def start_together(self, count: int) -> None:
        """Start so many gateways at the same moment, on the one database, and wait until each is ready."""
        self._look()
        replicas = [self.installation, *(self.installation.replica() for _ in range(count - 1))]
        starting = [replica.start("serve") for replica in replicas]
        self._replicas = [_ready(one) for one in starting]

    def browsers_of_replicas(self) -> list[AdminApi]:
        """A new browser at each gateway that was started together with the others."""
        return [gateway.admin() for gateway in self._replicas]

    def publics_of_replicas(self) -> list[PublicApi]:
        """The data plane of each gateway that was started together with the others."""
        return [gateway.public() for gateway in self._replicas]

    def secrets(self) -> Mapping[str, str]:
        """All that must not be written anywhere, session tokens included."""
        browsers = (self.browser, self.elsewhere, self.earlier) if self._gateway else ()
        tokens = {value for browser in browsers for value in browser.cookies.values()}
        return {**self.known.secrets(), **{f"session {count}": one for count, one in enumerate(tokens, 1)}}

    def everything_written(self) -> str:
        """Every log and every output so far, unredacted."""
        return self.installation.all_output()

    def _look(self) -> None:
        if self._state is None:
            self._state = DatabaseState.of(self.database)
        if self._before is None:
            self._before = snapshot(self.database)


def _put(text: str, shown: tuple[str, str]) -> str:
    return text.replace(*shown)


def _ready(starting: RunningCommand) -> Gateway:
    __tracebackhide__ = True
    try:
        return starting.wait_until_ready()
    except TargetNeverReady as error:
        raise ContractBreach("every replica becomes ready", "one of them did not", error.log_tail) from None
