"""Wrong gateways to plant in a kill matrix: ready first, and then they do what their name says."""

import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FATES = {
    "errs": lambda: None,
    "segfaults": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "quits": lambda: os._exit(0),
    "freezes": lambda: os.kill(os.getpid(), signal.SIGSTOP),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path != "/readyz":
            FATES[sys.argv[1]]()
        self.send_response(200 if self.path == "/readyz" else 500)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Nothing."""


def main() -> None:
    if sys.argv[1] == "raises":
        raise RuntimeError("a planted error")
    config = Path(sys.argv[sys.argv.index("--config") + 1])
    bind = next(line.split()[-1] for line in config.read_text("utf-8").splitlines() if "bind:" in line)
    host, port = bind.strip("'\"").rsplit(":", 1)
    ThreadingHTTPServer((host, int(port)), Handler).serve_forever()


if __name__ == "__main__":
    main()
