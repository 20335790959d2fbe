"""What tests start and no package brings is looked for before they start: the table of needs is whole."""

import re

import pytest

from tests.given.places import ROOT
from tests.given.tracked import TRACKED
from tests.preflight.needs import NEEDS

STARTED = {
    "curl": r"\bdebian\.find\(\"curl\"\)",
    "nginx": r"\bdebian\.find\(neighbour\.program\)",
    "haproxy": r"\bdebian\.find\(neighbour\.program\)",
    "Chromium": r"\b(find_chromium|open_browser)\(",
    "Playwright's Node.js": r"\b(ready_driver|open_browser)\(\)",
    "mise": r"\bfind_mise\(",
    "bash": r'\["bash",',
    "pgbouncer": r"\bPooler\(|\bthrough_a_pooler\(|-m\", \"tests\.faults|\"reference-postgres\", cwd",
    "PostgreSQL": r"\bpostgres_server\(|\bPostgresFactory\(|\bpostgres_binaries\.find\(",
}
"""How the use of each shows in a test."""
FILES = [
    path
    for path in TRACKED
    if path.suffix == ".py"
    and path.relative_to(ROOT).parts[:2]
    in {("tests", "integration"), ("tests", "acceptance"), ("tests", "static"), ("e2e", path.name)}
]


@pytest.mark.parametrize("what", STARTED)
def test_every_test_that_starts_it_is_known_to_need_it(what: str) -> None:
    """In `tests/preflight/needs.py`."""
    (need,) = [need for need in NEEDS if need.what == what]
    users = [path.relative_to(ROOT) for path in FILES if re.search(STARTED[what], path.read_text("utf-8"))]

    assert users
    assert [] == [
        f"{path}: starts {what}; name its folder in tests/preflight/needs.py"
        for path in users
        if not any(path.is_relative_to(folder) for folder in need.tests)
    ]


def test_every_folder_in_the_table_is_there() -> None:
    """One that was moved would be asked for nothing."""
    assert [] == [folder for need in NEEDS for folder in need.tests if not (ROOT / folder).is_dir()]
