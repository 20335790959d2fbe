"""The admin UI's log: one line a request, which no visitor can forge or write a secret into."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
from collections.abc import Sequence

from tests.integration.gateway.admin_ui.test_process import COMMAND

FORGED = "%0a2026-11-30%2001:00:00,000%20INFO%20POST%20/admin/login%20303%20FORGED%1b%5b2J%00%c2%9b%e2%80%a8"


def logged(*asked: tuple[str, str]) -> Sequence[str]:
    """The lines of a process that was asked so, after the first."""
    with subprocess.Popen([*COMMAND, "--port", "0"], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        first = process.stdout.readline().decode()
        connection = http.client.HTTPConnection("127.0.0.1", int(re.findall(r":(\d+)/admin", first)[0]))
        for method, target in asked:
            connection.request(method, target)
            connection.getresponse().read()
        connection.close()
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=10)
    assert not re.search(b"[^\n -~]", rest)
    return re.sub(r" \d+ ms$", "", rest.decode(), flags=re.M).splitlines()


def test_a_line_names_the_route() -> None:
    """Or the shipped file; what leads nowhere is not repeated, with its query or without."""
    lines = logged(
        ("GET", "/healthz"),
        ("GET", "/admin/nope/gwk_public.secret?token=secret"),
        ("GET", f"/admin/x{FORGED}"),
        ("GET", f"/admin/assets/{FORGED}.css"),
    )

    assert ["GET /healthz 200", *3 * ["GET (no page) 404"]] == [line.split(" INFO ")[1] for line in lines]


def test_a_method_nobody_knows_is_not_repeated() -> None:
    """It is text like any other."""
    (line,) = logged(("SECRET-METHOD", "/admin/login"))

    assert "SECRET" not in line
