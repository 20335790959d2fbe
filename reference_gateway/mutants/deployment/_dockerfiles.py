"""Where the images are described, and what their last stage is built from."""

from __future__ import annotations

import re
from pathlib import Path

GATEWAY = Path("images") / "gateway" / "Dockerfile"
ADMIN_UI = Path("images") / "admin-ui" / "Dockerfile"
_LAST_FROM = re.compile(r"^FROM .*\n(?!(?:.*\n)*FROM )", re.MULTILINE)
"""Whatever it names: a digest in it is renewed."""


def rebase(dockerfile: Path, line: str) -> None:
    """Have *line* in the place of the last `FROM`."""
    dockerfile.write_text(_LAST_FROM.sub(line, dockerfile.read_text("utf-8")), "utf-8")
