"""A real PostgreSQL for a stack that was given none: found on this machine, kept in the stack's folder."""

from __future__ import annotations

import hashlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from reference_gateway.domain.faults import Fault
from reference_gateway.stack.extra import command_for
from reference_gateway.stack.postgres_programs import candidates, copied, is_open, major_of
from reference_gateway.stack.processes import Child, ProcessManager
from reference_gateway.stack.shapes import kept_secret, postgres_url

USER = DATABASE = "gateway"

_SPARE_USERS = ("postgres", "nobody")


class NoPostgres(Fault):
    """No server can be run; the message says what was tried and what to do instead."""

    # As for any extra that is missing: the command was typed where it cannot be carried out.
    exit_code = 2


@dataclass(frozen=True, slots=True)
class LocalPostgres:
    """One cluster and the programs that run it.

    As root everything runs as an unprivileged user, because PostgreSQL refuses root.
    """

    binaries: Path
    home: Path
    user: str | None

    @classmethod
    def locate(cls, data: Path) -> LocalPostgres:
        """The programs, and the place of the cluster, in *data* if possible.

        Raises:
            NoPostgres: no usable binaries, or a cluster of another major version.
        """
        user = _unprivileged_user()
        home = _home(user, data)
        tried: list[str] = []
        for found in candidates():
            try:
                binaries = (
                    found if user is None or is_open(found) else copied(found, home.parent / "programs")
                )
            except OSError as error:
                tried.append(
                    f"{found}: PostgreSQL refuses root, the account {user!r} that runs it cannot enter "
                    f"that folder, and it cannot be copied to {home.parent} ({error})"
                )
                continue
            if (major := major_of(binaries)) is None:
                tried.append(f"{binaries}: no initdb and postgres that run")
            elif (kept := _kept_major(home)) not in (None, major):
                tried.append(f"{binaries}: version {major}, but {home / 'data'} was made by {kept}")
            else:
                return cls(binaries, home, user)
        raise NoPostgres(
            f"prod-stack needs PostgreSQL. To add one, type: {command_for('postgres')}. Or set POSTGRES_URL "
            "to a server, or install its programs (apt-get install postgresql). Tried: "
            + ("; ".join(tried) or "found none on this machine")
        )

    @property
    def data(self) -> Path:
        """The cluster's own directory."""
        return self.home / "data"

    @property
    def password_file(self) -> Path:
        """Where the password of the only role is kept."""
        return self.home / "password"

    def prepare(self) -> str:
        """Make the cluster if there is none; the password of its one role.

        It is made beside its place and then renamed, so an interrupted start leaves no half-made cluster.

        Raises:
            NoPostgres: initdb failed; the message has its last line.
        """
        self.home.mkdir(parents=True, exist_ok=True)
        password = kept_secret(self.password_file, secrets.token_hex(24))
        if self.user:
            for path in (self.home, self.password_file):
                shutil.chown(path, self.user)
        if self.data.exists():
            return password
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        arguments = ["-D", str(fresh), "-U", USER, "-A", "scram-sha-256", "--pwfile", str(self.password_file)]
        made = subprocess.run(
            [str(self.binaries / "initdb"), *arguments, "-E", "UTF8", "--locale=C"],
            env=_environment(),
            cwd="/",
            # A Ctrl-C stops the stack after this step, never in its middle.
            start_new_session=True,
            user=self.user,
            group=pwd.getpwnam(self.user).pw_gid if self.user else None,
            extra_groups=[] if self.user else None,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode != 0:
            last = (made.stderr.strip().splitlines() or ["it said nothing"])[-1]
            raise NoPostgres(f"initdb in {self.binaries} could not make {self.data}: {last}")
        fresh.rename(self.data)
        return password

    def start(self, children: ProcessManager, port: int) -> Child:
        """Run the server on 127.0.0.1 only; SIGINT is its fast shutdown."""
        quiet = ["-c", "log_line_prefix=", "-c", "log_checkpoints=off"]
        listening = ["-h", "127.0.0.1", "-p", str(port), "-c", "unix_socket_directories=", *quiet]
        return children.start(
            "postgres",
            [str(self.binaries / "postgres"), "-D", str(self.data), *listening],
            env=_environment(),
            stop_signal=signal.SIGINT,
            user=self.user,
            cwd="/",
        )


def url_of(password: str, port: int) -> str:
    """The URL the gateway uses."""
    return postgres_url(USER, password, port, DATABASE)


def is_ready(password: str, port: int) -> bool:
    """Whether the server answers; makes the gateway's empty database the first time it does."""
    import psycopg  # only a stack with a server of its own pays for it

    try:
        with psycopg.connect(
            postgres_url(USER, password, port, "postgres"), autocommit=True, connect_timeout=2
        ) as connection:
            exists = connection.execute("SELECT FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone()
            if exists is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")
    except psycopg.OperationalError:
        return False
    return True


def _kept_major(home: Path) -> str | None:
    try:
        return (home / "data" / "PG_VERSION").read_text("ascii").strip()
    except FileNotFoundError:
        return None


def _unprivileged_user() -> str | None:
    if os.geteuid() != 0:
        return None
    for name in _SPARE_USERS:
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise NoPostgres(
        "PostgreSQL refuses to run as root, and this machine has no postgres or nobody user; "
        "set POSTGRES_URL to a server, or run prod-stack as an ordinary user"
    )


def _home(user: str | None, data: Path) -> Path:
    """`postgres` in *data*; elsewhere when the unprivileged user may not come there, as under /root."""
    here = data.absolute() / "postgres"
    if user is None or is_open(here.parent):
        return here
    digest = hashlib.sha256(str(here).encode()).hexdigest()[:12]
    return Path("/var/tmp") / f"reference-gateway-{digest}" / "postgres"  # noqa: S108 (owned and 0700 inside)


def _environment() -> dict[str, str]:
    """PG* variables of the caller must not steer this server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
