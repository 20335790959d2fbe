"""Where the images are described."""

from __future__ import annotations

from pathlib import Path

GATEWAY = Path("images") / "gateway" / "Dockerfile"
ADMIN_UI = Path("images") / "admin-ui" / "Dockerfile"
