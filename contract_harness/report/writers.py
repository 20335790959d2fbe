"""Every report of a run, written side by side into one directory."""

from __future__ import annotations

from pathlib import Path

from contract_harness.errors import HarnessError
from contract_harness.report import badge, html_report, json_report, markdown
from contract_harness.report.model import RunResult


class UnwritableReports(HarnessError):
    """The directory for the reports cannot be made or written."""

    def __init__(self, directory: Path, cause: str) -> None:
        self.directory = directory
        super().__init__(f"cannot write reports to {directory} ({cause}): give another with --report-dir.")


def prepare(directory: Path) -> None:
    """Make the directory before the run, so that a run is not lost for want of it.

    Raises:
        UnwritableReports: it is a file, or may not be written.
    """
    probe = directory / ".writable"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise UnwritableReports(directory, error.strerror or str(error)) from error


def write_all(run: RunResult, directory: Path) -> None:
    """Write report.json, junit.xml, report.html, summary.md and badge.json.

    Raises:
        UnwritableReports: the disk is full, or the directory is gone.
    """
    # Imported here: its parser would delay every command that only names a report.
    from contract_harness.report import junit

    try:
        json_report.write(run, directory / "report.json")
        (directory / "junit.xml").write_bytes(junit.document(run))
        (directory / "report.html").write_text(html_report.page(run), "utf-8")
        (directory / "summary.md").write_text(markdown.page(run), "utf-8")
        (directory / "badge.json").write_text(badge.document(run), "utf-8")
    except OSError as error:
        raise UnwritableReports(directory, error.strerror or str(error)) from error
