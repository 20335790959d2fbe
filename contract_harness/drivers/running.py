"""Commands of the gateway under test while they run, and the gateway that one of them becomes."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from contract_harness.drivers import diagnosis, listeners
from contract_harness.drivers.gateway import Gateway
from contract_harness.drivers.place import Place
from contract_harness.drivers.process import Child, Outcome
from contract_harness.drivers.readiness import status_of
from contract_harness.errors import ContractBreach, TargetNeverReady
from contract_harness.evidence.recorder import Evidence
from contract_harness.patience import POLL_S, Patience

ELSEWHERE_S = 0.5
"""How often one that should end is looked for at other addresses."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a command was given beside its arguments, for whoever wants to repeat it.

    Attributes:
        env: without what everybody has.
        config: the text of its config file.
    """

    env: Mapping[str, str] = field(default_factory=dict, repr=False)
    config: str = field(default="", repr=False)


class RunningCommand:
    """A command that was started and may still run."""

    def __init__(
        self,
        child: Child,
        place: Place,
        evidence: Evidence,
        patience: Patience,
        setting: Setting | None = None,
    ) -> None:
        self.child = child
        self._setting = setting or Setting()
        self._place = place
        self._evidence = evidence
        self._patience = patience
        self._is_recorded = False

    @property
    def is_running(self) -> bool:
        """It has not ended."""
        return self.child.is_running

    @property
    def is_ready(self) -> bool:
        """It serves, and may be used now."""
        return self._place.is_ready()

    @property
    def patience(self) -> Patience:
        """How long it is waited for."""
        return self._patience

    @property
    def base_url(self) -> str:
        """Where it would answer, if it is one that serves."""
        return self._place.base_url

    def pids(self) -> list[int]:
        """Its processes that are alive now."""
        return self.child.pids()

    def ailment(self, *, within_s: float) -> str:
        """What is wrong with the process itself; one that was ready has so long to answer again."""
        found = diagnosis.of_child(self.child)
        if found or not self.child.was_ready or self.child.was_signalled:
            return found
        silent = diagnosis.of_silence(self._place.address, self._place.readiness_path, within_s=within_s)
        # One that was just ending when it was first looked at has ended by now.
        return silent and (diagnosis.of_child(self.child) or silent)

    def signal(self, number: int) -> None:
        """Send it a signal; nothing happens when it has ended."""
        self.child.signal(number)

    def kill(self) -> Outcome:
        """SIGKILL for it and everything it started."""
        self.child.kill()
        return self._recorded(self.child.outcome())

    def stop(self) -> Outcome:
        """SIGTERM, and wait; SIGKILL when it has not ended within `Patience.gateway_stop_s`."""
        self.child.end(within_s=self._patience.gateway_stop_s)
        return self._recorded(self.child.outcome())

    def wait(self, *, within_s: float | None = None) -> Outcome:
        """Its outcome, once it has ended by itself.

        Raises:
            ContractBreach: it did not within `Patience.command_s`; it was killed.
        """
        __tracebackhide__ = True
        allowed_s = self._patience.command_s if within_s is None else within_s
        if self.child.wait(allowed_s):
            return self._recorded(self.child.outcome())
        if not self.child.was_signalled:
            self.child.overdue = f"did not end within {allowed_s:g} s"
        outcome = self.kill()
        command = " ".join(self._evidence.redacted(word) for word in outcome.argv)
        raise ContractBreach(
            f"`{command}` ends within {allowed_s:g} s",
            "it was still running",
            self._evidence.redacted(outcome.shown),
        )

    def wait_until_ready(self) -> ProcessGateway:
        """The gateway it became.

        Raises:
            TargetNeverReady: it exited, or was not ready within `Patience.gateway_ready_s`; it was killed.
        """
        self._wait_until(self._place.is_ready)
        self.child.was_ready = True
        return ProcessGateway(self, self._place, self._evidence, self._patience)

    def wait_until_answering(self) -> str:
        """Where it answers, though it may not be ready yet: it may need what is started after it.

        Raises:
            TargetNeverReady: it exited, or did not answer in time; it was killed.
        """
        self._wait_until(self._place.answers)
        return self.base_url

    def _wait_until(self, is_there: Callable[[], bool]) -> None:
        deadline = self.child.began + self._patience.gateway_ready_s
        while self.child.is_running:
            if is_there() and self.child.is_running:
                return
            if time.monotonic() > deadline:
                break
            time.sleep(POLL_S)
        exit_code = self.child.exit_code
        if exit_code is None and not self.child.was_signalled:
            self.child.overdue = "was not ready in time"
        waited_s = time.monotonic() - self.child.began
        outcome = self.kill()
        tail = self._evidence.redacted((outcome.stdout + outcome.stderr)[-2000:])
        raise TargetNeverReady(
            self._place.name, command=self._told(), waited_s=waited_s, log_tail=tail, exit_code=exit_code
        )

    def wait_until_exit(self, *, within_s: float | None = None) -> Outcome:
        """Its outcome, once it has ended without ever being ready (`Patience.gateway_ready_s` unless given).

        Raises:
            ContractBreach: it became ready instead, or did neither in time; it was killed.
        """
        __tracebackhide__ = True
        deadline = self.child.began + (self._patience.gateway_ready_s if within_s is None else within_s)
        look_elsewhere_at = self.child.began + ELSEWHERE_S
        observed = ""
        while not observed and time.monotonic() < deadline:
            if self.child.wait(POLL_S):
                return self._recorded(self.child.outcome())
            if self._place.is_ready():
                observed = "it became ready" if self.child.is_running else ""
            elif time.monotonic() > look_elsewhere_at:
                look_elsewhere_at = time.monotonic() + ELSEWHERE_S
                observed = self._ready_elsewhere()
        if not observed:
            self.child.overdue = "neither ended nor became ready"
            observed = f"it {self.child.overdue}"
        outcome = self.kill()
        raise ContractBreach("the gateway refuses to start", observed, self._evidence.redacted(outcome.shown))

    def _ready_elsewhere(self) -> str:
        """Where it is ready, in words, when it took an address that nobody configured; else empty."""
        path = self._place.readiness_path
        for address in sorted(listeners.of_processes(self.child.pids()) - {self._place.address}):
            if status_of(address, path, within_s=1.0) == 200:
                return f"it became ready at {address[0]}:{address[1]}, which nobody configured"
        return ""

    def _told(self) -> str:
        """The command as somebody in the installation's folder would type it."""
        return self._evidence.redacted(shlex.join(self._argv_here()))

    def _argv_here(self) -> list[str]:
        folder = f"{self.child.folder}/"
        return [word.replace(folder, "") for word in self.child.argv]

    def _recorded(self, outcome: Outcome) -> Outcome:
        if not self._is_recorded:
            self._is_recorded = True
            self._evidence.record_command(
                argv=self._argv_here(),
                exit_code=outcome.exit_code,
                stdout=outcome.stdout,
                stderr=outcome.stderr,
                began=self.child.began,
                duration_s=outcome.duration_s,
                ended_by_harness=outcome.ended_by_harness,
                env=self._setting.env,
                config=self._setting.config,
                folder=str(self.child.folder),
            )
        return outcome


class ProcessGateway(Gateway):
    """A gateway the harness started.

    Attributes:
        ready_after_s: from exec to the first 200 on the readiness path.
    """

    def __init__(self, command: RunningCommand, place: Place, evidence: Evidence, patience: Patience) -> None:
        super().__init__(place.base_url, evidence, patience)
        self._command = command
        self._name = place.name
        self.ready_after_s = time.monotonic() - command.child.began
        self._watch(lambda: self.log)

    @property
    def log(self) -> str:
        """Everything it wrote so far, standard output first; unredacted."""
        return self._command.child.stdout + self._command.child.stderr

    @property
    def is_running(self) -> bool:
        """It has not ended."""
        return self._command.is_running

    @property
    def pid(self) -> int:
        """The process that was started."""
        return self._command.child.pid

    def pids(self) -> list[int]:
        """Its processes that are alive now."""
        return self._command.pids()

    def signal(self, number: int) -> None:
        """Send it a signal; nothing happens when it has ended."""
        self._command.signal(number)

    def stop(self) -> Outcome:
        """SIGTERM, and wait; SIGKILL when it has not ended within `Patience.gateway_stop_s`."""
        self.http.close()
        return self._command.stop()

    def wait(self, *, within_s: float | None = None) -> Outcome:
        """Its outcome, once it has ended by itself (`Patience.gateway_stop_s` unless given).

        Raises:
            ContractBreach: it did not; it was killed.
        """
        __tracebackhide__ = True
        return self._command.wait(within_s=self.patience.gateway_stop_s if within_s is None else within_s)

    def kill(self) -> None:
        """SIGKILL for it and everything it started."""
        self.http.close()
        self._command.kill()

    def witnessed_by(self, evidence: Evidence) -> None:
        """From now on what happens here, the log included, belongs to *evidence*."""
        super().witnessed_by(evidence)
        child = self._command.child
        written = child.written()
        self._watch(lambda: child.output_since(written))

    def _talk(self, evidence: Evidence) -> None:
        evidence.places.add_origin("GATEWAY", self.base_url)
        super()._talk(evidence)

    def _watch(self, read: Callable[[], str]) -> None:
        port = self.base_url.rpartition(":")[2]
        self.evidence.watch_log(f"{self._name} on {port}", read)
