# ruff: noqa: T201 - a program, whose output the tests read
"""A gateway of forty lines, with which the drivers are tested. FAKE says how it misbehaves."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import tomllib
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CONTRACTS = Path(__file__).resolve().parents[2] / "contracts"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = json.dumps({"path": self.path, "env": dict(os.environ)}).encode()
        self.send_response(503 if os.environ.get("FAKE") == "never-ready" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        print("served", self.path, flush=True)


def make_tables(config: Path, but: str) -> None:
    path = next(line.split()[-1] for line in config.read_text("utf-8").splitlines() if "path: /" in line)
    promised = tomllib.loads((CONTRACTS / "database" / "tables.toml").read_text("utf-8"))
    with closing(sqlite3.connect(path)) as database:
        for table in promised["application"]["tables"]:
            database.execute(f"CREATE TABLE {'trail' if table == but else table} (id TEXT)")


def main() -> None:
    config, command, *rest = sys.argv[1:]
    fake = os.environ.get("FAKE")
    if command != "serve":
        print("did", command, *rest)
        if rest == ["--status"] and fake != "fails":
            print("v17 baseline [pending]")
        if rest == ["--apply"]:
            make_tables(Path(config), but="audit_logs" if fake == "forgets" else "")
        print("secret", os.environ.get("GATEWAY_API_KEY"), file=sys.stderr)
        if fake == "hang":
            time.sleep(600)
        sys.exit(3 if fake == "fails" else 0)
    if fake == "exits":
        print("Error: it cannot be", file=sys.stderr)
        sys.exit(1)
    if fake == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if fake == "spawns":
        print("child", subprocess.Popen(["sleep", "600"]).pid, flush=True)
    lines = Path(config).read_text("utf-8").splitlines()
    bind = next(line.split()[-1] for line in lines if "bind:" in line)
    host, port = bind.rsplit(":", 1)
    if fake == "on-defaults":
        host, port = "127.0.0.1", "0"
    server = ThreadingHTTPServer((host, int(port)), Handler)
    print("listens at", server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
