"""A disk that is really full: the database on a file system of a few megabytes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from contract_harness.installations.installation import Installation, ProcessGateway
from tests.faults.load import Load, lost
from tests.faults.place import is_ready, seconds_until
from tests.faults.table import Row, ms, yes

ROOM = "3m"
MOST_S = 120.0


def may_mount() -> bool:
    """Only root may make a small file system."""
    return os.geteuid() == 0


def disk_full(installation: Installation, folder: Path) -> Row:
    """People sign in until there is no room, then room is made."""
    with small_disk(folder, ROOM):
        installation.config["database"]["path"] = str(folder / "gateway.db")
        gateway = installation.serve()
        ballast = folder / "ballast"
        with Load(gateway, installation.credentials) as load:
            seconds_until(lambda: load.acknowledged > 4)
            fill(ballast)
            full_s = seconds_until(lambda: load.refused, within_s=MOST_S)
        told = set(load.refused) == {503}
        ready = is_ready(gateway)
        ballast.unlink()
        back_s = seconds_until(lambda: _signs_in(installation, gateway))
        wrong = lost(gateway, load)
        gateway.stop()
    observed = (
        f"sign-ins refused with 503 {ms(full_s)} after the disk was full: {yes(told)}; ready for reading "
        f"meanwhile: {yes(ready)}; granted again {ms(back_s)} after there was room; "
        f"{load.acknowledged} changes acknowledged, {wrong} lost"
    )
    return Row("disk full (tmpfs of 3 MB), and room again", "SQLite", observed, held=told and wrong == 0)


def _signs_in(installation: Installation, gateway: ProcessGateway) -> bool:
    browser = gateway.admin()
    credentials = installation.credentials
    return browser.sign_in(credentials.admin_email, credentials.admin_password).status == 200


def fill(ballast: Path) -> None:
    """Write until there is no room."""
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return


@contextmanager
def small_disk(folder: Path, room: str) -> Iterator[None]:
    """A file system of *room* at *folder*, which is made for it."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={room}", "faults", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
        folder.rmdir()
