"""One function a command: from parsed words to an exit code."""

import argparse
import ipaddress
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from reference_gateway.config import GatewayConfig
from reference_gateway.config.server import host_and_port
from reference_gateway.domain.faults import Fault, Unusable
from reference_gateway.wiring.graph import Graph
from reference_gateway.wiring.lazy import part
from reference_gateway.wiring.parts import Parts

if TYPE_CHECKING:
    from reference_gateway.services.seeding import Seeding

DEFAULT_CONFIG = "./gateway.yaml"
BIND_VARIABLE = "GATEWAY_BIND"
"""So that a platform can give the port."""


def serve(args: argparse.Namespace) -> int:
    """Run the gateway until it is told to stop."""
    _end_when_interrupted()
    parts: Parts = args.parts
    toggles = part(parts.toggles).resolve(args.said, args.env)
    graph = parts.graph(_config(args), args.env, parts)
    return parts.startup(graph, toggles, getattr(args, "workers", 1)).run()


def migrate(args: argparse.Namespace) -> int:
    """`--status`, `--check` or `--apply`; the listing on stdout."""
    with _graph(args) as graph:
        report = graph.parts.migration_report
        action = part(report).action(status=args.status, check=args.check, apply=args.apply)
        for line in report(graph.migrations).run(action):
            print(line)
    return 0


def validate_config(args: argparse.Namespace) -> int:
    """Judge the configuration and every variable it needs; nothing is opened, bound or written."""
    parts: Parts = args.parts
    toggles = part(parts.toggles).resolve(args.said, args.env)
    config = _config(args)
    graph = parts.graph(config, args.env, parts)
    graph.require_environment(toggles, is_first_boot=lambda: True)
    print(f"configuration is valid: {config.summary()}")
    return 0


def bootstrap_admin(args: argparse.Namespace) -> int:
    """Migrate, then make the first administrator; says whether one was made."""
    with _graph(args) as graph:
        graph.migrations.apply()
        bootstrap = graph.bootstrap()
        if bootstrap.ensure():
            said = f"The bootstrap admin {graph.config.auth.bootstrap_admin.email} is made."
        elif bootstrap.is_wanted():
            said = "Nothing to do: there is an admin already."
        else:
            said = "Nothing to do: auth.bootstrap_admin.enabled is false."
    print(said)
    return 0


def seed_config(args: argparse.Namespace) -> int:
    """Migrate, then write what the configuration lists; says how much that is, and what has left it."""
    with _graph(args) as graph:
        graph.migrations.apply()
        seeding = graph.seeding()
        seeding.seed()
        said = graph.config.seeds()
        left = _pruned(seeding) if args.prune else _kept(seeding)
    print(f"The database has what the config lists: {said}.")
    for line in left:
        print(line)
    return 0


def _pruned(seeding: "Seeding") -> list[str]:
    gone = {f"key gwk_{one}": "revoked" for one in seeding.prune()}
    gone |= {f"model {one}": "disabled" for one in seeding.prune_models()}
    return [f"The {what}, which the config no longer lists, is {done}." for what, done in gone.items()]


def _kept(seeding: "Seeding") -> list[str]:
    kept = {f"key gwk_{one}": "revokes" for one in sorted(seeding.unlisted_keys())}
    kept |= {f"model {one}": "disables" for one in sorted(seeding.unlisted_models())}
    return [
        f"The {what} is no longer in the config and goes on; --prune {does} it."
        for what, does in kept.items()
    ]


def seed_local_demo(args: argparse.Namespace) -> int:
    """Migrate, bootstrap, seed, then fill in something to play with and print how to reach it."""
    with _graph(args) as graph:
        _require_local(graph)
        graph.migrations.apply()
        graph.bootstrap().ensure()
        graph.seeding().seed()
        access = graph.demo().seed()
    print("Local demo data is ready.")
    print(f"user: {access.email}")
    print(f"password: {access.password}")
    for name, raw_key in access.keys:
        print(f"{name}: {raw_key}")
    return 0


def _end_when_interrupted() -> None:
    """A start that waits for a lock deep in SQLite would hear of SIGINT only once it has the lock."""
    with suppress(ValueError):  # not the main thread, which alone hears of signals
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def _require_local(graph: Graph) -> None:
    if graph.config.database.backend != "postgres":
        return
    from reference_gateway.store.postgres_url import host_of  # psycopg is slow to import

    host = host_of(graph.database_url())
    if not _is_loopback(host):
        raise Fault(
            f"seed-local-demo writes known passwords, so it refuses the database on {host}; use a local one"
        )


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.startswith("/"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def _graph(args: argparse.Namespace) -> Iterator[Graph]:
    parts: Parts = args.parts
    graph = parts.graph(_config(args), args.env, parts)
    try:
        yield graph
    finally:
        graph.close()


def _config(args: argparse.Namespace) -> GatewayConfig:
    path = Path(args.config or DEFAULT_CONFIG)
    parts: Parts = args.parts
    config = parts.config_reader(path, args.env).load()
    bind = getattr(args, "bind", None) or _bind_of(args.env)
    return replace(config, server=replace(config.server, bind=bind)) if bind else config


def _bind_of(env: Mapping[str, str]) -> str:
    """Where the environment says to listen; empty, as a compose file makes it, is nowhere."""
    bind = env.get(BIND_VARIABLE, "")
    if bind:
        try:
            host_and_port(bind)
        except ValueError as error:
            raise Unusable("the environment has 1 problem", (f"{BIND_VARIABLE}: {error}",)) from None
    return bind
