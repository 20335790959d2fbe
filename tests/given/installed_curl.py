"""A curl to repeat requests with: the one that is there, or the system's package."""

import os
import shutil
import subprocess
from pathlib import Path

_REMEDY = "no curl: install it (`apt-get install curl`); the commands a report shows are tried with it."


def curl_folder() -> str:
    """The folder of a curl.

    Raises:
        RuntimeError: there is none and none could be installed, which only root on Debian can.
    """
    if shutil.which("curl") is None and os.geteuid() == 0 and Path("/etc/debian_version").exists():
        for words in (["update"], ["install", "-y", "--no-install-recommends", "curl"]):
            environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            subprocess.run(["apt-get", *words], env=environ, capture_output=True, check=False)
    found = shutil.which("curl")
    if found is None:
        raise RuntimeError(_REMEDY)
    return str(Path(found).parent)
