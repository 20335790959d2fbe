"""
What the wheel carries from beside this folder.

A source distribution has it inside already, in the places where the package looks for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Carried(BuildHookInterface[Any]):
    """`[tool.hatch.build.targets.wheel.hooks.custom.carried]`: names in the package, and where they lie."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add what lies outside; an editable installation reads it where it lies.

        Args:
            version: `standard` or `editable`.
        """
        root = Path(self.root)
        for name, place in self.config["carried"].items():
            if version == "standard" and not (root / name).exists():
                build_data["force_include"][str((root / place).resolve())] = name
