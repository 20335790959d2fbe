"""
What can go wrong, and whose fault it is.

* HarnessError          ours: nothing is known about the gateway, the clause is reported as `void`
  - TargetNeverReady    the gateway exited, or never answered its readiness path
  - UnknownTarget       no target file of that name
  - BadTarget           a target file that says something wrong
  - NotInstalled        the Python package that a target starts is not there
  - DeadUrl             nothing answers at the URL of a `url` target
  - NoTls               what answers there and the harness do not trust each other
  - Unfit               what a run needs of a target is not there, or does not let the harness in
  - MissingServer       no PostgreSQL server could be found or started
  - MissingBrowser      no Chromium could be found or started
  - Blocked             what an example stands on failed in an earlier one, the clause is `blocked`
  - MissingDriver       the Node.js that drives the browser does not start
* NotObservable         nobody's: this driver cannot see it, the clause is `not-applicable`
* ContractBreach        theirs: an AssertionError, the clause is reported as `broken`
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

_CLONE = Path(__file__).resolve().parents[1]


def adding(extra: str) -> str:
    """What to type for an extra of this package: by the lock file in a clone, else from the package index."""
    if (_CLONE / "uv.lock").is_file():
        where = "" if Path.cwd().is_relative_to(_CLONE) else f" --project {shlex.quote(str(_CLONE))}"
        return f"uv sync{where} --locked --inexact --no-dev --extra {extra}"
    return f'pip install "gateway-contracts[{extra}]"'


class HarnessError(Exception):
    """The harness could not tell; one sentence that names the thing and the remedy."""


class TargetNeverReady(HarnessError):
    """The gateway under test did not become ready.

    Attributes:
        command: what was run, as it reads in the folder of the installation.
        exit_code: how it ended, None when it was still running.
    """

    def __init__(
        self, name: str, *, command: str, waited_s: float, log_tail: str, exit_code: int | None = None
    ) -> None:
        self.name = name
        self.command = command
        self.waited_s = waited_s
        self.exit_code = exit_code
        self.log_tail = log_tail
        words = log_tail.strip()
        # No measured time is told: the same failure reads the same wherever it is met.
        how = (
            "was not ready in time"
            if exit_code is None
            else f"exited with code {exit_code} before it was ready"
        )
        if exit_code == 0:
            how += " (it must stay in the foreground)"
        said = f"said {words.splitlines()[-1][:200]!r}" if words else "said nothing"
        remedy = "run it by hand, or correct it in the target file"
        told = f"target {name!r} {how}: `{command}` {said}; {remedy}."
        super().__init__(f"{told}\nIts last words:\n{words}" if len(words.splitlines()) > 1 else told)


class UnknownTarget(HarnessError):
    """No target of this name, and no file at this path."""

    def __init__(self, name: str, *, known: Sequence[str], nearest: str | None = None) -> None:
        self.name = name
        hint = f" (did you mean {nearest!r}?)" if nearest else ""
        super().__init__(
            f"there is no target {name!r}{hint}: give a path to a target file or one of: {', '.join(known)}."
        )


class BadTarget(HarnessError):
    """A target file is wrong in one place.

    Attributes:
        file: the target file.
        key: the dotted key at fault, empty for the whole file.
        finding, remedy: the two halves of the message.
    """

    def __init__(self, file: Path | str, key: str, *, problem: str, remedy: str) -> None:
        self.file = str(file)
        self.key = key
        where = f"{file}: {key}" if key else f"{file}"
        self.finding, self.remedy = f"{where} {problem}", remedy
        super().__init__(f"{self.finding}: {remedy}.")


class Unfit(HarnessError):
    """A run of this target could only blame it for what is missing around it; found before anything ran."""

    def __init__(self, target: str, *, finding: str, remedy: str) -> None:
        self.target = target
        super().__init__(f"target {target!r} is not fit for a run: {finding}: {remedy}.")


class Blocked(HarnessError):
    """What this example stands on could not be put up for an earlier one, which tells why."""

    def __init__(self, what: str, cause: BaseException) -> None:
        first, *_ = str(cause).splitlines() or [type(cause).__name__]
        super().__init__(f"{what} could not be put up for an earlier example: {first}")


class BadExtras(HarnessError):
    """Extra features cannot be run as they are; one sentence with the place and the remedy."""


class NotInstalled(HarnessError):
    """The Python package that a target's commands start is not installed.

    Attributes:
        package: its name, as it is imported.
        remedy: what to do, without a full stop.
    """

    def __init__(self, target: str, *, package: str, install: str) -> None:
        self.package = package
        self.remedy = f"type `{install}`" if install else "install it where gateway-contracts is"
        super().__init__(
            f"target {target!r} starts the Python package {package}, which is not installed: {self.remedy}, "
            "or have `gateway-contracts init` write a target file for another gateway."
        )


class DeadUrl(HarnessError):
    """Nothing that speaks HTTP answers at the URL to verify.

    Attributes:
        finding, remedy: the two halves of the message.
    """

    def __init__(self, url: str, *, cause: str) -> None:
        self.url = url
        self.finding = f"no gateway answers at {url} ({cause})"
        self.remedy = "start it, or correct the URL"
        super().__init__(f"{self.finding}: {self.remedy}.")


class NoTls(HarnessError):
    """The server at the URL to verify and the harness do not come to speak TLS with each other.

    Attributes:
        finding, remedy: the two halves of the message.
    """

    def __init__(self, url: str, cause: str, remedy: str) -> None:
        self.url = url
        self.finding, self.remedy = f"no TLS connection to {url} ({cause})", remedy
        super().__init__(f"{self.finding}: {remedy}.")


class MissingServer(HarnessError):
    """A clause needs PostgreSQL and none could be had.

    Attributes:
        tried: one line for each place that was looked at, with what was found there.
    """

    def __init__(self, tried: Sequence[str]) -> None:
        self.tried = tuple(tried)
        listing = "".join(f"\n  - {line}" for line in tried)
        super().__init__(
            "no PostgreSQL server: set GATEWAY_CONTRACTS_POSTGRES_URL to one whose role may create "
            f"databases, install the server binaries, or type `{adding('postgres')}`. Tried:{listing}"
        )


class MissingBrowser(HarnessError):
    """A clause needs a browser and none could be had.

    Attributes:
        tried: one line for each place that was looked at, with what was found there.
    """

    def __init__(self, tried: Sequence[str]) -> None:
        self.tried = tuple(tried)
        listing = "".join(f"\n  - {line}" for line in tried)
        super().__init__(
            "no Chromium: set GATEWAY_CONTRACTS_CHROMIUM to its executable, install the system package, or "
            f"type `{adding('browser')}` and then `playwright install chromium`. Tried:{listing}"
        )


class MissingDriver(HarnessError):
    """Playwright drives browsers with a Node.js of its own, and that does not start."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"Playwright's Node.js does not start ({problem}): install the package with its `browser` extra, "
            "or the library it lacks (libatomic.so.1: apt-get install libatomic1, dnf install libatomic), "
            "or name another Node.js in PLAYWRIGHT_NODEJS_PATH."
        )


class NotObservable(Exception):
    """This driver cannot see what the clause asks about; the message says why, to a reader."""


class ContractBreach(AssertionError):
    """The gateway did otherwise than promised.

    Args:
        promised: what the contract says, short, in its own words.
        observed: what happened instead, just as short.
        detail: evidence that helps to act on it (a body, a log tail); clipped by the caller.
    """

    def __init__(self, promised: str, observed: str, detail: str = "") -> None:
        self.promised = promised
        self.observed = observed
        self.detail = detail
        text = f"promised: {promised}\nobserved: {observed}"
        super().__init__(f"{text}\n{detail}" if detail else text)
