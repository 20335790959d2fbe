"""Where the tree begins, and where the gateways lie that tests have judged."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
GATEWAYS = ROOT / "tests" / "gateways"
