"""
Installations for scenarios: new ones that end with the scenario, and standing ones that many share.

Booting a gateway costs most of a scenario's time. A clause that changes nothing lasting therefore talks to
a gateway that stands already, one for each worker, target and name.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from contract_harness.databases import Database, DatabaseFactory
from contract_harness.databases.factories import factory_for
from contract_harness.databases.table_names import TableNames
from contract_harness.drivers.gateway import Gateway
from contract_harness.drivers.reaper import Reaper
from contract_harness.drivers.url import UrlGateway, unseen
from contract_harness.errors import TargetNeverReady
from contract_harness.evidence.recorder import Evidence
from contract_harness.installations.environment import SharedEnvironment
from contract_harness.installations.installation import Installation
from contract_harness.patience import Patience
from contract_harness.targets.target import Target
from contract_harness.upstreams.admin_ui import SimulatedAdminUi
from contract_harness.upstreams.provider import SimulatedProvider

Prepare = Callable[[Installation], object]
"""Changes an installation before it is served, such as its config."""


class Standing:
    """A gateway that stands already. For scenarios that change nothing lasting; others call `spoil`."""

    def __init__(self, gateway: Gateway, installation: Installation | None) -> None:
        self.gateway = gateway
        self._installation = installation
        self._began_as = repr(installation.config) if installation else ""
        self._is_spoilt = False

    @property
    def installation(self) -> Installation:
        """The installation it was served from.

        Raises:
            NotObservable: for a gateway given by URL.
        """
        return self._installation or unseen("its installation")

    def spoil(self) -> None:
        """Something lasting was changed: the next scenario gets another one."""
        self._is_spoilt = True

    def ailment(self) -> str:
        """What is wrong with its process; empty when nothing is, or when nobody can see it."""
        return self._installation.ailment() if self._installation else ""

    @property
    def is_usable(self) -> bool:
        """It runs, and nobody changed it."""
        config = repr(self._installation.config) if self._installation else ""
        return not self._is_spoilt and self.gateway.is_running and config == self._began_as

    def close(self) -> None:
        """End it."""
        if self._installation is not None:
            self._installation.close()
            shutil.rmtree(self._installation.directory, ignore_errors=True)
            self._installation.database.drop()


class Pool:
    """Everything one worker keeps for one target: simulators, databases, standing gateways."""

    def __init__(self, target: Target, patience: Patience) -> None:
        self.target = target
        self.patience = patience
        self.credentials = target.credentials()
        self._standing: dict[str, Standing] = {}
        self._never_ready: dict[str, TargetNeverReady] = {}
        self._folder: Path | None = None
        self._databases: DatabaseFactory | None = None
        self._shared: SharedEnvironment | None = None
        self._numbers = itertools.count(1)

    @property
    def shared(self) -> SharedEnvironment:
        """Target, credentials and simulators; started when first needed.

        Raises:
            NotObservable: for a gateway given by URL.
        """
        self._check_process("what it talks to")
        if self._shared is None:
            self._shared = SharedEnvironment(
                self.target, self.patience, self.credentials, SimulatedAdminUi(), SimulatedProvider()
            )
        return self._shared

    @property
    def databases(self) -> DatabaseFactory:
        """Makes databases of the target's kind.

        Raises:
            NotObservable: for a gateway given by URL.
            MissingServer: PostgreSQL is needed and none could be had.
        """
        self._check_process("its database")
        if self._databases is None:
            self._databases = factory_for(
                self.target.database or "",
                self._home() / "databases",
                self.patience,
                TableNames(self.target.tables),
            )
        return self._databases

    def new_installation(self, evidence: Evidence, database: Database | None = None) -> Installation:
        """An installation in a folder of its own; the caller closes it."""
        shared = self.shared
        directory = self._home() / f"at{next(self._numbers)}"
        return Installation(directory, shared, database or self.databases.empty(), evidence)

    def standing(self, name: str, prepare: Prepare | None, evidence: Evidence) -> Standing:
        """The standing gateway of that name, booted now if there is none that can be used."""
        found = self._standing.get(name)
        if found is not None and not found.is_usable:
            found.close()
            found = None
        if found is None:
            found = self._standing[name] = self._boot_once(name, prepare, evidence)
        else:
            found.gateway.witnessed_by(evidence)
            if self.target.driver == "process":
                found.installation.witnessed_by(evidence)
        self.credentials.hide_in(evidence)
        return found

    def ailment(self) -> str:
        """What is wrong with the process of a standing gateway; empty when nothing is."""
        return next((told for one in self._standing.values() if (told := one.ailment())), "")

    def reset(self) -> None:
        """Make the simulators as new, between two scenarios."""
        if self._shared is not None:
            self._shared.admin_ui.reset()
            self._shared.provider.reset()

    def close(self) -> None:
        """End everything, drop every database, remove every file."""
        for standing in self._standing.values():
            standing.close()
        if self._shared is not None:
            self._shared.admin_ui.close()
            self._shared.provider.close()
        if self._databases is not None:
            self._databases.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            Reaper.shared().forget_folder(self._folder)

    def _boot_once(self, name: str, prepare: Prepare | None, evidence: Evidence) -> Standing:
        """Boot it, unless that has failed before: every other example would wait for the same again."""
        if name in self._never_ready:
            raise self._never_ready[name].with_traceback(None)
        try:
            return self._boot(prepare, evidence)
        except TargetNeverReady as error:
            self._never_ready[name] = error
            raise

    def _boot(self, prepare: Prepare | None, evidence: Evidence) -> Standing:
        if self.target.driver == "url":
            if prepare is not None:
                unseen("a boot with another config")
            return Standing(UrlGateway(self.target, evidence, self.patience), None)
        installation = self.new_installation(evidence)
        try:
            if prepare is not None:
                prepare(installation)
            return Standing(installation.serve(), installation)
        except BaseException:
            installation.close()
            raise

    def _home(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="gateway-contracts-"))
            Reaper.shared().watch_folder(self._folder)
        return self._folder

    def _check_process(self, what: str) -> None:
        if self.target.driver == "url":
            unseen(what)


class Installations:
    """Makes installations for one scenario, and ends the new ones with it."""

    def __init__(self, pool: Pool, evidence: Evidence) -> None:
        self._pool = pool
        self._evidence = evidence
        self._made: list[Installation] = []

    def new(self, database: Database | None = None) -> Installation:
        """A new installation with the default config, on *database* or an empty one.

        Raises:
            NotObservable: for a gateway given by URL.
        """
        installation = self._pool.new_installation(self._evidence, database)
        self._made.append(installation)
        return installation

    def from_template(self, name: str, prepare: Prepare) -> Installation:
        """A new installation on a copy of the database that *prepare* left, which is called once a worker.

        *prepare* gets an installation on the template, and runs there what fills it:
        `lambda it: it.run("migrate", "--apply")`.
        """

        def fill(database: Database) -> None:
            installation = self._pool.new_installation(self._evidence, database)
            try:
                prepare(installation)
            finally:
                installation.close()

        return self.new(self._pool.databases.from_template(name, fill))

    def standing(self, name: str, prepare: Prepare | None = None) -> Standing:
        """The standing gateway called *name*; *prepare* changes its installation before it first boots.

        Raises:
            NotObservable: for a gateway given by URL, when there is something to prepare.
        """
        return self._pool.standing(name, prepare, self._evidence)

    def ailment(self) -> str:
        """What is wrong with a process of this scenario's gateways; the simulators are made as new to see it.

        A gateway that waits for one of them is not to blame.
        """
        self._pool.reset()
        told = (one.ailment() for one in self._made)
        return next((one for one in told if one), "") or self._pool.ailment()

    def close(self) -> None:
        """End everything that still runs in the new ones, drop their databases, remove their files."""
        for installation in self._made:
            installation.close()
        self._evidence.settle_logs()
        for installation in self._made:
            installation.database.drop()
            shutil.rmtree(installation.directory, ignore_errors=True)
