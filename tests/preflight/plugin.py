"""A table before the first test: what the chosen ones need, and where it is. What is missing ends the run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.preflight.needs import Need

_NARROWED_BY = ("keyword", "markexpr", "lf", "deselect", "ignore", "ignore_glob")
"""Options that leave tests out, perhaps just those that need what is missing."""


# First: xdist starts its workers here as well, and a run that lacks something needs none.
@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Look, bring, and say it; in the one process that has a terminal."""
    config = session.config
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    # Imported here: workers of xdist look for nothing.
    from tests.preflight.needs import NEEDS

    asked = [need for need in NEEDS if need.is_asked(_chosen(config))]
    writer = config.get_terminal_writer()

    def say(line: str) -> None:
        writer.line(line)
        writer.flush()

    missing = table(asked, say, is_brief=config.get_verbosity() < 0)
    if missing and not any(config.getoption(name, None) for name in _NARROWED_BY):
        pytest.exit(f"no test was started: {', '.join(missing)} missing, see above", returncode=4)


def table(asked: Sequence[Need], write: Callable[[str], None], *, is_brief: bool) -> list[str]:
    """Write a line for each need as soon as it is known, and under a missing one what brings it.

    Args:
        is_brief: only what is missing.

    Returns:
        What is missing.
    """
    from tests.preflight.needs import Missing

    missing = []
    width = max((len(need.what) for need in asked), default=0)
    for need in asked:
        try:
            where = need.look()
        except Missing as reason:
            missing.append(need.what)
            write(f"{need.what:<{width}}  missing: {reason}")
            write(f"{'':<{width}}  {need.remedies}")
        else:
            if not is_brief:
                write(f"{need.what:<{width}}  {where}")
    return missing


def _chosen(config: pytest.Config) -> list[PurePosixPath]:
    """The files and folders of this run, relative to the root; what lies elsewhere is no concern of ours."""
    given = [Path(config.invocation_params.dir, one.partition("::")[0]).resolve() for one in config.args]
    return [
        PurePosixPath(path.relative_to(config.rootpath))
        for path in given
        if path.is_relative_to(config.rootpath)
    ]
