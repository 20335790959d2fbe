"""What editors, git and commit hooks are told: the same as the tasks and the tree."""

from fnmatch import fnmatch

import pytest
import yaml

from tests.given.places import ROOT
from tests.given.tasks import commands
from tests.given.tracked import TRACKED

HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
BINARY = [
    line.split()[0]
    for line in (ROOT / ".gitattributes").read_text("utf-8").splitlines()
    if line.endswith(" binary")
]
TEXTS = {path: path.read_bytes() for path in TRACKED if not any(fnmatch(path.name, end) for end in BINARY)}
"""Every text file of the tree."""


def test_a_commit_runs_what_the_check_task_runs() -> None:
    """The same commands in the same order, so that neither list drifts."""
    assert commands("check") == [hook["entry"] for hook in HOOKS]


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_looks_at_the_whole_tree(hook: dict[str, object]) -> None:
    """With the project's own tools, and whichever files are committed."""
    assert str(hook["entry"]).startswith(".venv/bin/")
    assert ("system", False, True) == (hook["language"], hook["pass_filenames"], hook["always_run"])


def test_every_text_file_ends_its_lines_the_same_way() -> None:
    """LF, the last line too, and a file with a NUL byte is named in .gitattributes."""
    odd = [
        path.relative_to(ROOT).as_posix()
        for path, text in TEXTS.items()
        if b"\r" in text or b"\0" in text or text[-1:] not in (b"", b"\n")
    ]

    assert len(TEXTS) > 500
    assert [] == odd
