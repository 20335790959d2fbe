"""Which version of the gateway this is."""

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

DISTRIBUTION = "reference-gateway"


def version() -> str:
    """As the installed package says it."""
    try:
        return installed(DISTRIBUTION)
    except PackageNotFoundError:
        return "unknown (not installed)"
