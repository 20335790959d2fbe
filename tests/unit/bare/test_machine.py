"""The machine a newcomer has: what runs on it, as whom, and when it cannot be made."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.bare.machine import NEWCOMERS, BareMachine, NoMachine, commands
from tests.given.places import ROOT


def test_the_commands_are_those_of_the_readme() -> None:
    """Word for word: the first judges, the second tests."""
    first, second = commands((ROOT / "README.md").read_text("utf-8"))

    assert first.startswith("python3 -m venv .venv && ")
    assert first.endswith(" gateway-contracts verify")
    assert second.endswith("/uv run --locked pytest")


def test_somebody_types_them_where_a_path_has_a_space() -> None:
    """And somebody in a home that nobody else may enter."""
    assert " " in NEWCOMERS["user"].folder
    assert NEWCOMERS["root"].folder.startswith(NEWCOMERS["root"].home)


@pytest.mark.parametrize(
    ("lacks", "account", "reason"),
    [("debootstrap", 0, "debootstrap is not on PATH: apt-get install"), ("", 1000, "takes root")],
)
def test_where_it_cannot_be_made_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lacks: str, account: int, reason: str
) -> None:
    """Before anything is written."""
    monkeypatch.setattr(shutil, "which", lambda program: None if program == lacks else f"/usr/bin/{program}")
    monkeypatch.setattr(os, "geteuid", lambda: account)

    with pytest.raises(NoMachine, match=reason):
        BareMachine(tmp_path, "user").make()
    assert [] == list(tmp_path.iterdir())


def test_registries_are_reached_as_from_here(tmp_path: Path) -> None:
    """Their variables come along; folders of this machine and everything else stay behind."""
    ours = {
        "PIP_INDEX_URL": "https://a",
        "PIP_FIND_LINKS": "/opt",
        "https_proxy": "b",
        "GATEWAY_API_KEY": "c",
    }
    given = BareMachine(tmp_path, "user").environment(ours)

    assert {"PIP_INDEX_URL", "https_proxy"} == set(given) & set(ours)
    assert NEWCOMERS["user"].home == given["HOME"]
