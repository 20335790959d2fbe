"""Where contracts, features and what they cite lie: inside the installed package, or beside it in a clone."""

from __future__ import annotations

from pathlib import Path

from contract_harness.errors import HarnessError

_PACKAGE = Path(__file__).resolve().parent


def contracts(*parts: str) -> Path:
    """The path of a file or folder of `contracts/`.

    Raises:
        HarnessError: it is in neither place, so the installation is damaged.
    """
    return _resource("contracts", *parts)


def features(*parts: str) -> Path:
    """The path of a file or folder of `features/`.

    Raises:
        HarnessError: it is in neither place, so the installation is damaged.
    """
    return _resource("features", *parts)


def docs(*parts: str) -> Path:
    """The path of a page of `docs/`; an installation carries `docs/sources` only.

    Raises:
        HarnessError: it is in neither place, so the installation is damaged.
    """
    return _resource("docs", *parts)


def _resource(kind: str, *parts: str) -> Path:
    for home in (_PACKAGE, _PACKAGE.parent):
        path = home.joinpath(kind, *parts)
        if path.exists():
            return path
    missing = "/".join((kind, *parts))
    raise HarnessError(f"{missing} is not part of this installation: reinstall gateway-contracts.")
