"""What the machine must have, whichever the target is. Looking leaves nothing behind."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from contract_harness.doctor.finding import Finding, fails, first_line, ok
from contract_harness.drivers.ports import free_port
from contract_harness.errors import HarnessError, MissingBrowser


def reports(directory: Path) -> Finding:
    """Whether reports can be written to *directory*, which is not made."""
    what = "reports"
    there = directory
    while not there.exists() and there != there.parent:
        there = there.parent
    try:
        # A file without a name: a directory that may not be written, or is none, or is full, says so.
        with tempfile.TemporaryFile(dir=there) as probe:
            probe.write(b"x")
            probe.flush()
    except OSError as error:
        detail = f"{directory} cannot be written ({os.strerror(error.errno or 0)})"
        return fails(what, detail, "give another directory with --report-dir")
    return ok(what, f"{directory} can be written")


def ports() -> Finding:
    """Whether a port can be had on loopback."""
    try:
        free_port()
    except HarnessError as error:
        return fails("ports", first_line(str(error)), "end some of the programs that hold them")
    return ok("ports", "there are free ones on 127.0.0.1")


def browser() -> Finding:
    """Whether a Chromium is here and runs; none is fetched."""
    # Imported here: most runs want no browser.
    from contract_harness.browser.chromium import GIVEN, ChromiumFinder

    what = "browser"
    finder = ChromiumFinder()
    try:
        found = finder.find_here()
    except MissingBrowser:
        return fails(what, finder.tried[-1], f"correct {GIVEN}, or unset it")
    if found is None:
        return fails(what, "; ".join(finder.tried), f"install Chromium, or set {GIVEN} to its executable")
    return ok(what, str(found))
