"""A gateway that was deployed from what is shipped, and what its operator gave it."""

from __future__ import annotations

from contract_harness.compose.cluster import Cluster
from contract_harness.compose.container_gateway import ContainerGateway
from contract_harness.compose.replay import Replay
from contract_harness.compose.secrets import Secrets
from contract_harness.configs.secrets import KnownSecrets
from contract_harness.errors import NotObservable
from contract_harness.evidence.recorder import Evidence
from contract_harness.installations.installation import Installation
from contract_harness.scenes.scenario_gateway import ScenarioGateway


def deployed(by: Replay | Cluster, email: str, evidence: Evidence) -> ScenarioGateway:
    """The gateway, to be signed in to and called; its config and its database are not at hand."""
    __tracebackhide__ = True
    gateway = ContainerGateway(by.url, by.gateway, evidence)
    return ScenarioGateway(_no_installation, _known(by.secrets, email), gateway=gateway)


def _known(secrets: Secrets, email: str) -> KnownSecrets:
    """What a feature calls by name: the password and the key of deploy time, and others beside them."""
    public_id = secrets.api_key.partition(".")[0]
    return KnownSecrets(
        email=email,
        token="",
        identity_secret="",
        passwords={
            "deploy-time": secrets.admin_password,
            "chosen": secrets.new_password,
            "well-known": "admin",
        },
        keys={"deploy-time": secrets.api_key, "spoiled": f"{public_id}.another-secret-0f3a"},
    )


def _no_installation() -> Installation:
    raise NotObservable("what is shipped is deployed as it is: there is no config to edit")
