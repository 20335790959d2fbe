"""Where a scenario's gateways come from: made anew, from a copy of a booted one, or standing already."""

from __future__ import annotations

from dataclasses import dataclass, field

from contract_harness.clients.http import Reply
from contract_harness.configs.later import LaterConfig
from contract_harness.configs.secrets import KnownSecrets
from contract_harness.configs.variants import SHAPES
from contract_harness.databases.snapshot import Snapshot, snapshot
from contract_harness.errors import ContractBreach, TargetNeverReady
from contract_harness.installations.installation import Installation
from contract_harness.installations.pool import Installations, Prepare, Standing
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.scenes.tampering import let
from contract_harness.targets.credentials import Credentials

Cookies = dict[str, str]


@dataclass(slots=True)
class Keepsakes:
    """What is remembered of standing gateways from one scenario to the next.

    Attributes:
        cookies: of the admin's browser and of two others, where the admin has changed the password.
        stored: what was stored before the second boot, where there was one.
    """

    cookies: dict[Standing, tuple[Cookies, Cookies, Cookies]] = field(default_factory=dict)
    stored: dict[Standing, Snapshot] = field(default_factory=dict)


class ScenarioGateways:
    """Makes gateways for one scenario. *kept* outlives it."""

    def __init__(self, installations: Installations, credentials: Credentials, kept: Keepsakes) -> None:
        self._installations = installations
        self._credentials = credentials
        self._kept = kept

    def fresh(self, shape: str) -> ScenarioGateway:
        """A new install in this shape, on an empty database."""
        return _shaped(self._installations.new(), shape)

    def booted_once(self) -> ScenarioGateway:
        """A new furnished install, on a copy of a database that a gateway of the same config booted on."""
        installation = self._installations.from_template(
            "booted", lambda blank: _shaped(blank, "furnished").boot_and_stop()
        )
        return _shaped(installation, "furnished")

    def standing(self, shape: str) -> ScenarioGateway:
        """The gateway that stands for clauses which change nothing lasting.

        In the local shape it may be one that is known by its URL only.
        """
        if shape == "local":
            return self.of(self._standing("default"))
        return self.of(self._standing(shape, lambda blank: _shaped(blank, shape)))

    def booted_again(self, later: LaterConfig) -> ScenarioGateway:
        """The gateway that booted once furnished, and stands since it booted again on this later config."""
        stored: list[Snapshot] = []

        def prepare(blank: Installation) -> None:
            booted = self.booted_once().installation
            # A database is dropped with its installation, and this one has to outlive the scenario.
            blank.database, booted.database = booted.database, blank.database
            stored.append(snapshot(blank.database))
            subject = _shaped(blank, "furnished")
            subject.take_up(later)
            for what, state in later.found:
                let(subject.database, subject.known, what, state)

        standing = self._standing("furnished", prepare, later=later)
        if stored:
            self._kept.stored[standing] = stored.pop()
        return self.of(standing, before=self._kept.stored[standing])

    def whose_admin_changed_the_password(self) -> ScenarioGateway:
        """A standing gateway of the production shape; the password was changed in one of three browsers."""
        standing = self._standing("changed password", lambda blank: _shaped(blank, "production"))
        subject = self.of(standing)
        if standing not in self._kept.cookies:
            _change_password(subject)
            self._kept.cookies[standing] = (
                subject.browser.cookies,
                subject.elsewhere.cookies,
                subject.earlier.cookies,
            )
        browsers = (subject.browser, subject.elsewhere, subject.earlier)
        for browser, cookies in zip(browsers, self._kept.cookies[standing], strict=True):
            browser.cookies = dict(cookies)
        return subject

    def of(self, standing: Standing, before: Snapshot | None = None) -> ScenarioGateway:
        """What a scenario says of this standing gateway; *before* is what its last boot found stored."""
        return ScenarioGateway(
            lambda: standing.installation,
            KnownSecrets.of(self._credentials),
            gateway=standing.gateway,
            before=before,
            spoil=standing.spoil,
        )

    def _standing(
        self, shape: str, prepare: Prepare | None = None, *, later: LaterConfig | None = None
    ) -> Standing:
        __tracebackhide__ = True
        # Another feature may show another later config, and must not be given this one's gateway.
        name = f"{shape}, then {later}" if later else shape
        try:
            return self._installations.standing(name, prepare)
        except TargetNeverReady as error:
            again = " again, on the later config" if later else ""
            raise ContractBreach(
                f"a gateway starts in the {shape} shape{again}", "it did not", str(error)
            ) from None


def _shaped(installation: Installation, shape: str) -> ScenarioGateway:
    subject = ScenarioGateway(lambda: installation, KnownSecrets.of(installation.credentials))
    subject.take_shape(SHAPES[shape])
    return subject


def _change_password(subject: ScenarioGateway) -> None:
    __tracebackhide__ = True
    current, new = subject.password("configured"), subject.password("new")
    for browser in (subject.earlier, subject.elsewhere, subject.browser):
        _require_done(browser.sign_in(subject.email, current), promised="the admin signs in")
    _require_done(subject.browser.change_password(current, new), promised="the password is changed")


def _require_done(reply: Reply, *, promised: str) -> None:
    __tracebackhide__ = True
    if reply.status != 200:
        raise ContractBreach(f"{promised} (200)", str(reply.status), reply.shown)
