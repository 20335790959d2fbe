"""The facsimile of the observed gateway stands on parts of this one: whoever renames a part sees it here."""

import subprocess
import sys
from pathlib import Path

from tests.given.places import GATEWAYS

FACSIMILE = GATEWAYS / "observed"


def test_the_facsimile_can_be_put_together(tmp_path: Path) -> None:
    """It starts, and says what is wrong with a call as the gateway does."""
    done = subprocess.run(
        [sys.executable, str(FACSIMILE), "--help"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert 0 == done.returncode, done.stderr
    assert done.stdout.startswith("usage: ")
