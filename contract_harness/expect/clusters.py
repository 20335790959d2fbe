"""What a cluster that was brought up lets people do, before and after its jobs were enabled."""

from __future__ import annotations

from contract_harness.clients.admin import AdminApi
from contract_harness.clients.http import HttpClient
from contract_harness.clients.public import PublicApi
from contract_harness.compose.cluster import Cluster
from contract_harness.evidence.recorder import Evidence
from contract_harness.expect.access import expect_turned_away as expect_key_turned_away
from contract_harness.expect.sessions import expect_let_in, expect_turned_away
from contract_harness.expect.stacks import expect_models


def expect_empty(cluster: Cluster, email: str, evidence: Evidence) -> None:
    """The gateway answers, and there is nobody and nothing in it."""
    __tracebackhide__ = True
    http = HttpClient(cluster.url, evidence, cluster.patience)
    expect_turned_away(AdminApi(http).sign_in(email, cluster.secrets.admin_password))
    expect_key_turned_away(PublicApi(http), cluster.secrets.api_key)


def expect_usable(cluster: Cluster, email: str, evidence: Evidence) -> None:
    """The deploy-time password lets the admin in, the deploy-time key calls a model."""
    __tracebackhide__ = True
    http = HttpClient(cluster.url, evidence, cluster.patience)
    expect_let_in(AdminApi(http).sign_in(email, cluster.secrets.admin_password))
    expect_models(PublicApi(http).list_models(cluster.secrets.api_key))
