"""A target file of one's own, and a fake gateway's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from contract_harness.targets import loading
from contract_harness.targets.target import Target
from tests.given.places import GATEWAYS

FAKE = GATEWAYS / "fake_gateway.py"


@pytest.fixture
def target_file(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a target file."""

    def write(text: str) -> Path:
        path = tmp_path / "mine.toml"
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.fixture
def fake_target(target_file: Callable[[str], Path]) -> Target:
    """The fake gateway as a target."""
    path = target_file(
        f"""
        driver = "process"
        about = "A fake."
        gateway = "{{python}} -I -S '{FAKE}' {{config}}"
        inherit_env = ["FAKE"]
        [commands]
        serve = "{{gateway}} serve"
        migrate = "{{gateway}} migrate"
        [env]
        COLOUR = "blue"
        """
    )
    return loading.load(str(path))
