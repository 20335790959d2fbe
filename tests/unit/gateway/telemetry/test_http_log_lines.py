"""Log lines: whole, in one of two shapes, and without a secret."""

import io
import json
import logging
import re

import pytest

from reference_gateway.telemetry.logs import configure
from reference_gateway.telemetry.redaction import MASK, Redactor


@pytest.fixture
def stream():
    root = logging.getLogger()
    before, level, waitress = root.handlers[:], root.level, logging.getLogger("waitress").level
    yield io.StringIO()
    root.handlers[:], root.level = before, level
    logging.getLogger("waitress").setLevel(waitress)


def test_a_line_for_people(stream):
    """Time, level, who, what, and the notes beside it."""
    configure(stream, log_format="pretty", redactor=Redactor())
    logging.getLogger("gateway.http").info(
        "gateway started", extra={"address": "127.0.0.1:1", "nothing": None}
    )

    when, rest = stream.getvalue().split(" ", 1)
    assert when.endswith("Z")
    assert " INFO gateway.http: gateway started address=127.0.0.1:1\n" == rest


def test_a_json_line(stream):
    """One object, a traceback inside it."""
    configure(stream, log_format="json", redactor=Redactor(["hunter22"]))
    try:
        raise ValueError("hunter22")
    except ValueError:
        logging.getLogger("x").warning("two\nlines", exc_info=True, extra={"request_id": "abc"})

    (line,) = stream.getvalue().splitlines()
    said = json.loads(line)
    assert ("WARNING", "x", "two\nlines", "abc") == tuple(
        said[name] for name in ("level", "target", "message", "request_id")
    )
    assert said["exception"].endswith(f"ValueError: {MASK}")


@pytest.mark.parametrize(
    "break_", ["\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x85", "\u2028", "\x1b[2J", "\x9b2J", "\0"]
)
def test_nobody_can_forge_a_line(stream, break_):
    """One event is one line whatever is in it, and no terminal obeys it; a traceback stands behind it."""
    configure(stream, log_format="pretty", redactor=Redactor())
    try:
        raise ValueError(f"x{break_}FORGED")
    except ValueError:
        logging.getLogger("x").warning("a%sFORGED", break_, exc_info=True, extra={"path": f"/{break_}FORGED"})

    written = stream.getvalue()
    assert not re.search("[^\\n -~]", written)
    lines = written.splitlines()
    assert 2 == lines[0].count("FORGED")
    assert all(line.startswith("    ") for line in lines[1:])


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("key gwk_ci.s3cr3t.more used", f"key gwk_ci.{MASK} used"),
        ("authorization: Bearer abc.def", f"authorization: Bearer {MASK}"),
        ("cookie: a=b; ogw_session=abc; c=d", f"cookie: a=b; ogw_session={MASK}; c=d"),
        ("postgres://me:pw@db/x is down", f"postgres://me:{MASK}@db/x is down"),
        ('{"password": "pw", "a": 1}', f'{{"password": "{MASK}", "a": 1}}'),
        ("known swordfish here", f"known {MASK} here"),
        ("model gpt-4o answered 200", "model gpt-4o answered 200"),
        ("admin@local signed in", "admin@local signed in"),
    ],
)
def test_secrets_are_masked(said, shown):
    """By their shape, or because the gateway was told; short ones are left."""
    assert shown == Redactor(["swordfish", "admin", ""]).clean(said)
