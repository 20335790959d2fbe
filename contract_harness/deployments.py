"""Where a scenario's deployments come from: made anew, from a copy of a booted one, or standing already."""

from __future__ import annotations

from contract_harness.credentials import Credentials
from contract_harness.deployment import Deployment
from contract_harness.furnishing import SHAPES, Known
from contract_harness.installations import Installations, Standing
from contract_harness.world import Installation


class Deployments:
    """Makes deployments for one scenario."""

    def __init__(self, installations: Installations, credentials: Credentials) -> None:
        self._installations = installations
        self._credentials = credentials

    def fresh(self, shape: str) -> Deployment:
        """A new install in this shape, on an empty database."""
        return _shaped(self._installations.new(), shape)

    def booted_once(self, shape: str) -> Deployment:
        """A new install in this shape, on a copy of a database a gateway of the same config booted on."""
        installation = self._installations.from_template(
            f"booted-{shape}", lambda blank: _shaped(blank, shape).boot_and_stop()
        )
        return _shaped(installation, shape)

    def standing(self) -> Deployment:
        """The gateway that stands already in the local shape; it may be one that is known by its URL only."""
        return self._from(self._installations.standing("default"))

    def furnished(self) -> Deployment:
        """The gateway that stands for clauses which look at all that a config can list and change nothing."""
        return self._from(
            self._installations.standing("furnished", lambda blank: _shaped(blank, "furnished"))
        )

    def _from(self, standing: Standing) -> Deployment:
        return Deployment(
            lambda: standing.installation, Known.of(self._credentials), gateway=standing.gateway
        )


def _shaped(installation: Installation, shape: str) -> Deployment:
    deployment = Deployment(lambda: installation, Known.of(installation.credentials))
    deployment.furnish(SHAPES[shape])
    return deployment
