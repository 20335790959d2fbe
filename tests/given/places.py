"""Where the tree begins, what is built from it, and where the gateways lie that tests have judged."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DISTRIBUTIONS = (ROOT, ROOT / "reference_gateway")
"""Folders with a pyproject.toml: the judge's and the gateway's."""
GATEWAYS = ROOT / "tests" / "gateways"
