"""The tutorial: each file it shows is written, each command is typed, in order, from nothing but a clone."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.given.clones import fresh_clone
from tests.given.places import ROOT

PAGE = (ROOT / "docs" / "judge-your-gateway.md").read_text("utf-8")
FENCE = re.compile(
    r'(?:<!-- exits with (\d) -->\n)?^```(\w+)(?: title="([^"]+)")?\n(.*?)^```', re.DOTALL | re.MULTILINE
)
CLONED_FROM = "https://github.com/gateway-contracts/gateway-contracts"
LONGEST_S = 600


def test_the_tutorial_goes_as_it_says(tmp_path: Path) -> None:
    """Every command ends as the page has it, and what is shown below it is what it prints, figures aside."""
    origin = fresh_clone(tmp_path / "origin")
    (origin / ".venv").unlink()
    place = tmp_path / "a folder"
    place.mkdir()
    shell = Shell(place, origin)
    shown = 0
    said = ""
    for code, language, title, text in FENCE.findall(PAGE):
        if title:
            (shell.folder / title).write_text(text, "utf-8")
        elif language == "sh":
            said = shell.types(text, expected=int(code or 0))
        else:
            shown += 1
            assert [] == [line for line in text.splitlines() if not is_said(line, said)], said

    assert (5, {"answers.json", "gateway.py", "my-gateway.toml", "reports"}) == (
        shown,
        {path.name for path in shell.folder.iterdir()},
    )


def is_said(line: str, said: str) -> bool:
    """Whether some line of what was said has the words of *line* in their order."""
    pattern = r".*".join(re.escape(word) for word in line.split())
    return re.search(pattern, said) is not None


class Shell:
    """A terminal: what one command exports and where it goes, the next one finds.

    Attributes:
        folder: where it is.
    """

    def __init__(self, folder: Path, origin: Path) -> None:
        self.folder = folder
        self._env = {
            **os.environ,
            # The address on the page is that of the tree under test.
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"url.{origin}.insteadOf",
            "GIT_CONFIG_VALUE_0": CLONED_FROM,
        }
        self._env.pop("VIRTUAL_ENV", None)
        # A terminal that was just opened has no environment of ours first on its path.
        ours = str(Path(sys.executable).parent)
        self._env["PATH"] = os.pathsep.join(
            one for one in os.environ["PATH"].split(os.pathsep) if one != ours
        )

    def types(self, text: str, *, expected: int) -> str:
        """What these lines print; they must end with the code *expected*."""
        after = '\ncode=$?\nprintf \'\\n%s\\n%s\\n\' "$PWD" "$PATH" >&3\nexit $code\n'
        reading, writing = os.pipe()
        with os.fdopen(reading) as found:
            done = subprocess.run(
                ["bash", "-c", f"exec 3>&{writing}\n{text}{after}"],
                cwd=self.folder,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=LONGEST_S,
                check=False,
                pass_fds=(writing,),
            )
            os.close(writing)
            _, folder, path = found.read().splitlines()[-3:]
        assert expected == done.returncode, f"{text}\n{done.stdout[-6000:]}"
        self.folder, self._env["PATH"] = Path(folder), path
        return done.stdout
