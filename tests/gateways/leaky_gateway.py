# ruff: noqa: T201 - a program, whose output the harness reads
"""A gateway that says every secret it was ever given, in every place and every form it knows.

It writes each, one a line, to the file `KEEPSAKE` names, so that a test can look for them.
"""

import base64
import html
import json
import os
import re
import sys
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, quote_plus

CONFIG = Path(sys.argv[2]).read_text("utf-8")
GIVEN = [os.environ[name] for name in ("GATEWAY_IDENTITY_TOKEN_SECRET", "GATEWAY_API_KEY", "STAGING_TOKEN")]
GIVEN += re.findall(r"literal\.(\S+)", CONFIG)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.answer()

    def do_POST(self) -> None:
        said = self.rfile.read(int(self.headers.get("content-length") or 0)).decode("utf-8", "replace")
        print("body", said, quote(said), base64.b64encode(said.encode()).decode(), flush=True)
        self.answer()

    def answer(self) -> None:
        session = f"{uuid.uuid4()}.{uuid.uuid4().hex}"
        key = f"gwk_{uuid.uuid4().hex}.{uuid.uuid4().hex}"
        keep(session, key.partition(".")[2])
        told = "\n".join(forms(*GIVEN))
        body = json.dumps({"data": {"raw_key": key, "said": told, "page": html.escape(told)}}).encode()
        self.send_response(200, f"OK {GIVEN[0]}")
        self.send_header("Set-Cookie", f"ogw_session={session}; Path=/; HttpOnly")
        self.send_header("Location", f"/x?next={quote_plus(quote_plus(GIVEN[1]))}&api_key={GIVEN[1]}")
        self.send_header("X-Basic", base64.b64encode(f"me:{GIVEN[1]}".encode()).decode())
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        print("made", *forms(session, key), flush=True)

    def log_message(self, *_: object) -> None:
        print("asked", self.requestline, json.dumps(dict(self.headers.items())), flush=True)


def forms(*secrets: str) -> Iterator[str]:
    """Each secret as it is, and escaped for whatever a log or a page may hold."""
    for one in secrets:
        yield from (one, json.dumps(json.dumps({"x": one})), quote(one, safe=""), html.escape(one))
        yield from (base64.b64encode((before + one).encode()).decode() for before in ("", ":", "me:"))


def keep(*secrets: str) -> None:
    """Write them down for the test."""
    with Path(os.environ["KEEPSAKE"]).open("a", encoding="utf-8") as file:
        file.writelines(f"{one}\n" for one in secrets)


def main() -> None:
    keep(*GIVEN)
    print(CONFIG, dict(os.environ), *forms(*GIVEN), flush=True)
    print("Error:", *forms(*GIVEN), file=sys.stderr, flush=True)
    if sys.argv[1] != "serve":
        sys.exit(7)
    host, _, port = re.search(r"bind: '?([\d.:]+)", CONFIG)[1].rpartition(":")
    ThreadingHTTPServer((host, int(port)), Handler).serve_forever()


if __name__ == "__main__":
    main()
