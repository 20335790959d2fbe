"""Which configuration a stack runs, and what its children find in their environment."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from reference_gateway.config import GatewayConfig, load

DEV_API_KEY = "gwk_local.dev-only-secret"
"""Opens `/v1` of the local shape, which listens on this machine only; as public as `admin` / `admin`."""

_API_KEY = "GATEWAY_API_KEY"
_IDENTITY_SECRET = "GATEWAY_IDENTITY_TOKEN_SECRET"  # noqa: S105 (a variable's name)
POSTGRES_URL = "POSTGRES_URL"
_LATER = "postgresql://decided-when-the-server-runs"


@dataclass(frozen=True, slots=True)
class Shape:
    """One of the two stacks: where its config lies, and what of it is where."""

    name: str
    file: str
    runs_postgres: bool
    """Starts a server of its own when the config takes its URL from POSTGRES_URL and that is not set."""

    earlier: str
    """What an earlier version kept loose in the current folder, as a shell names it."""

    def kept_in(self, data: Path) -> Path:
        """Where it keeps what it makes up: a folder beside the databases in *data*."""
        return data / self.name


DEV = Shape("dev-stack", "local.yaml", runs_postgres=False, earlier="gateway.db*")
PROD = Shape("prod-stack", "production-shaped.yaml", runs_postgres=True, earlier=".local/*")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The configuration a stack will run, already found valid."""

    path: Path
    config: GatewayConfig
    is_shipped: bool
    """Ours, so that its credentials are known defaults and may be shown."""
    needs_postgres: bool


def choose(shape: Shape, given: Path | None, environ: Mapping[str, str]) -> Chosen:
    """The config the user named, else `./gateway.yaml`, else the shape's own.

    Raises:
        ConfigError: it cannot be used; nothing was started.
    """
    path = given or _beside() or shipped(shape.file)
    is_lent = shape.runs_postgres and not environ.get(POSTGRES_URL)
    config = load(path, {**environ, POSTGRES_URL: _LATER} if is_lent else environ)
    url = config.database.url
    asks = config.database.backend == "postgres" and url is not None and url.variable == POSTGRES_URL
    return Chosen(path, config, path == shipped(shape.file), needs_postgres=is_lent and asks)


def shipped(file: str) -> Path:
    """A config of `deploy/config`: inside the installed package, or in the clone it runs from."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "shapes" / file
    return installed if installed.exists() else package.parent / "deploy" / "config" / file


def environment(shape: Shape, environ: Mapping[str, str], data: Path) -> dict[str, str]:
    """The gateway's environment: the user's, with made-up secrets where a deployment would set its own.

    Made-up secrets are kept, so that sessions and keys outlive a restart.
    """
    made = dict(environ)
    if not made.get(_IDENTITY_SECRET):
        made[_IDENTITY_SECRET] = kept_secret(shape.kept_in(data) / "identity-secret", secrets.token_hex(32))
    if not made.get(_API_KEY):
        prod_key = f"gwk_prodstack.{secrets.token_hex(32)}"
        made[_API_KEY] = DEV_API_KEY if shape is DEV else kept_secret(api_key_file(shape, data), prod_key)
    return made


def kept_secret(path: Path, proposal: str) -> str:
    """The secret in *path*; *proposal*, now written there for its owner only, when there is none yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{proposal}\n")
    return proposal


def how_to_sign_in(chosen: Chosen, admin_url: str) -> list[str]:
    """The lines a stack prints when it is ready; a password appears only when it is a shipped default."""
    admin = chosen.config.auth.bootstrap_admin
    if not admin.enabled:
        return [f"Sign in    {admin_url} with an admin of your own; this config makes none"]
    password = "admin" if chosen.is_shipped else f"the one {chosen.path} gives to auth.bootstrap_admin"
    which = "first password (a new one is asked for)" if admin.require_password_change else "password"
    return [f"Sign in    {admin_url}", f"           {admin.email}, {which}: {password}"]


def how_to_call(shape: Shape, chosen: Chosen, environ: Mapping[str, str], data: Path) -> list[str]:
    """The line that says which key opens `/v1`, when the config seeds the one that stacks make up."""
    if not any(key.value.variable == _API_KEY for key in chosen.config.auth.seed_api_keys):
        return []
    if environ.get(_API_KEY):
        return [f"API key    the value of {_API_KEY}"]
    return [f"API key    {DEV_API_KEY if shape is DEV else f'in {api_key_file(shape, data)}'}"]


def api_key_file(shape: Shape, data: Path) -> Path:
    """Where a made-up key is kept."""
    return shape.kept_in(data) / "api-key"


def postgres_url(user: str, password: str, port: int, database: str) -> str:
    """The URL of a server on this machine."""
    return f"postgresql://{quote(user)}:{quote(password, safe='')}@127.0.0.1:{port}/{database}"


def _beside() -> Path | None:
    path = Path("gateway.yaml")
    return path if path.exists() else None
