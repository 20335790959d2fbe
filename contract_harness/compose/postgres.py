"""
The service of the official PostgreSQL image, with a real server of this machine in its place.

Like the image's entry point it makes a cluster in an empty data directory, with the role, password and
database of `POSTGRES_USER`, `POSTGRES_PASSWORD` and `POSTGRES_DB`, and uses what it finds in any other.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from urllib.parse import quote

from contract_harness.compose.containers import Container, World
from contract_harness.compose.services import Service
from contract_harness.databases import postgres_binaries
from contract_harness.databases.postgres_server import SETTINGS
from contract_harness.drivers.process import Child
from contract_harness.errors import ContractBreach, MissingServer

IMAGES = ("postgres", "pgvector", "postgis", "timescaledb", "timescaledb-ha", "pgvecto-rs")
"""The official image, and those that are built on it and keep its entry point."""
PORT = 5432
_DATA = "/var/lib/postgresql/data"


def is_postgres(service: Service) -> bool:
    """Its image is the official one or made from it, whatever registry and tag it is named with."""
    return service.image_name in IMAGES


class PostgresContainer(Container):
    """A PostgreSQL server that listens at the port which stands for 5432."""

    def __init__(self, service: Service, world: World) -> None:
        super().__init__(service, world)
        self._account = postgres_binaries.account()
        self._programs = postgres_binaries.find()
        if self._account:
            self._programs = postgres_binaries.within_reach(self._programs, world.folder)

    @property
    def url(self) -> str:
        """Where its database is, for who knows the password."""
        user, password, database = self._named()
        return (
            f"postgresql://{quote(user)}:{quote(password, safe='')}@127.0.0.1:{self._port}/{quote(database)}"
        )

    @property
    def is_ours(self) -> bool:
        """A server of this machine runs in it."""
        return True

    def start(self) -> None:
        """Start the server, on a new cluster when the data directory is empty.

        Raises:
            ContractBreach: no password is given, which the image refuses.
            MissingServer: initdb failed.
        """
        shutil.rmtree(self.place, ignore_errors=True)
        self.root.mkdir(parents=True)
        data = self._data()
        self._own(data)
        self._own(self.root)
        if not any(data.iterdir()):
            self._make_cluster(data)
        words = [word for setting in SETTINGS for word in ("-c", setting)]
        argv = [str(self._programs / "postgres"), "-D", str(data), "-p", str(self._port), *words]
        self._begin(argv, self._quiet(), cwd=self.root, account=self._account)

    def is_healthy(self) -> bool:
        """Its health check holds, and its database is there."""
        return self._has_database() and super().is_healthy()

    def _searched(self) -> str:
        """What its check runs, such as pg_isready, comes with the server."""
        return f"{self._programs}{os.pathsep}{super()._searched()}"

    def _has_settled(self) -> bool:
        """Its database answers, which is more."""
        return True

    def _named(self) -> tuple[str, str, str]:
        given = self.service.environment
        user = given.get("POSTGRES_USER") or "postgres"
        password = given.get("POSTGRES_PASSWORD") or self._from_file(given.get("POSTGRES_PASSWORD_FILE"))
        if not password:
            raise ContractBreach(f"{self.name} is given a password", "POSTGRES_PASSWORD is empty or missing")
        return user, password, given.get("POSTGRES_DB") or user

    def _from_file(self, inside: str | None) -> str:
        """What is in the mounted file at this path, as the entry point of the image reads it."""
        for mount in self.service.mounts:
            if mount.target == inside and not mount.is_volume:
                text = mount.text
                file = self.world.shipped.home / mount.source
                return (file.read_text("utf-8") if text is None else text).strip()
        return ""

    @property
    def _port(self) -> int:
        return self.world.addresses.listening(self.name, PORT)

    def _data(self) -> Path:
        """A volume that is mounted there; else a place that ends with the container."""
        inside = self.service.environment.get("PGDATA", _DATA)
        for mount in self.service.mounts:
            if inside == mount.target or inside.startswith(f"{mount.target}/"):
                volume = self.world.folder / "volumes" / mount.source.replace("/", "_")
                return volume / inside[len(mount.target) :].lstrip("/")
        return self.place / "data"

    def _own(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if self._account:
            shutil.chown(folder, self._account)

    def _make_cluster(self, data: Path) -> None:
        user, password, _ = self._named()
        file = self.world.folder / f"{self.name}-password"
        file.touch(0o600)
        file.write_text(password, "utf-8")
        if self._account:
            shutil.chown(file, self._account)
        options = ["--no-sync", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"]
        argv = [
            str(self._programs / "initdb"),
            "-D",
            str(data),
            f"--username={user}",
            f"--pwfile={file}",
            *options,
        ]
        made = Child(
            argv,
            env=self._quiet(),
            cwd=self.root,
            account=self._account,
        )
        is_made = made.wait(self.world.patience.server_ready_s) and made.exit_code == 0
        made.kill()
        file.unlink()
        if not is_made:
            raise MissingServer([f"{argv[0]} failed: {made.stderr.strip()[-500:] or 'no word why'}"])

    def _has_database(self) -> bool:
        """Make it the first time the server answers."""
        # Imported here: runs on SQLite need no driver.
        import psycopg
        from psycopg import sql

        user, password, database = self._named()
        try:
            with psycopg.connect(
                host="127.0.0.1",
                port=self._port,
                user=user,
                password=password,
                dbname="postgres",
                connect_timeout=2,
                autocommit=True,
            ) as connection:
                if not connection.execute(
                    "SELECT 1 FROM pg_database WHERE datname = %s", (database,)
                ).fetchone():
                    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
        except psycopg.OperationalError:
            return False
        return True

    def _checked_with(self) -> dict[str, str]:
        """A check finds the server by its socket inside; here by address."""
        known = {"PGHOST": "127.0.0.1", "PGPORT": str(self._port)}
        return {**super()._checked_with(), **known, "PATH": self._quiet()["PATH"]}

    def _quiet(self) -> dict[str, str]:
        return {"PATH": f"{self._programs}{os.pathsep}/usr/bin:/bin", "LANG": "C", "LC_ALL": "C", "TZ": "UTC"}
