"""Start the admin UI: ``python -m reference_gateway.admin_ui``."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from types import FrameType
from typing import NoReturn

from reference_gateway.admin_ui import access_log
from reference_gateway.admin_ui.settings import BadSetting, Settings

_log = logging.getLogger("admin_ui")


def main(argv: Sequence[str] | None = None, environ: Mapping[str, str] = os.environ) -> int:
    """Serve until SIGTERM or Ctrl-C; 0 after a clean stop, 1 when it cannot listen, 2 for a bad setting."""
    arguments = _parser().parse_args(argv)
    access_log.begin()
    try:
        settings = Settings.read(environ, host=arguments.host, port=arguments.port)
    except BadSetting as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    return _serve(settings)


def _serve(settings: Settings) -> int:
    from waitress import create_server

    from reference_gateway.admin_ui.app import create_app

    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    try:
        server = create_server(
            create_app(settings),
            host=settings.host,
            port=settings.port,
            threads=16,
            connection_limit=1000,
            # select() cannot watch descriptors above 1023; poll() can.
            asyncore_use_poll=True,
            max_request_header_size=32 * 1024,
            max_request_body_size=64 * 1024,
            # The gateway in front sets x-forwarded-*; app.py decides what to believe.
            clear_untrusted_proxy_headers=False,
            ident="",
        )
    except OSError as error:
        print(
            f"Error: the admin UI cannot listen on {settings.host}:{settings.port} ({error.strerror}); "
            "choose another port with --port or PORT",
            file=sys.stderr,
        )
        return 1
    _log.info(
        "admin UI listening on http://%s:%s%s (gateway: %s)",
        settings.host,
        server.effective_port,
        settings.base_path,
        settings.gateway_origin,
    )
    try:
        server.run()
    finally:
        server.close()
    return 0


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m reference_gateway.admin_ui",
        description="Serve the admin UI. The gateway proxies its own /admin* to this process.",
        epilog="Environment: ADMIN_GATEWAY_ORIGIN (default http://127.0.0.1:8080), ADMIN_UI_BASE_PATH "
        "(default /admin), PORT (default 3001).",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, help="port to listen on (default: PORT, else 3001)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
