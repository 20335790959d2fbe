"""Replicas: two gateways on one database."""

from __future__ import annotations

import pytest
from pytest_bdd import given, then, when

from contract_harness.configs.default_config import MODEL
from contract_harness.expect import access, sessions
from contract_harness.installations.pool import Installations
from contract_harness.scenes import operator, tampering
from contract_harness.scenes.replicas import Replicas
from contract_harness.targets.credentials import Credentials


@pytest.fixture
def key(credentials: Credentials) -> str:
    """The raw key of the caller."""
    return credentials.api_key or ""


@given("two replicas of a gateway", target_fixture="replicas")
def two_replicas(installations: Installations) -> Replicas:
    first = installations.from_template("in use", operator.serve_once)
    return Replicas(first.database, operator.serve_at_once([first, first.replica()]))


@given("each replica has let the caller's key in")
def each_let_the_key_in(replicas: Replicas, key: str) -> None:
    for gateway in replicas.gateways:
        access.expect_opens(gateway.public(), key, MODEL)


@when("the admin signs in at the first replica")
def signs_in_at_the_first(replicas: Replicas, credentials: Credentials) -> None:
    reply = replicas.first.sign_in(credentials.admin_email, credentials.admin_password)
    sessions.expect_let_in(reply)


@when("the admin signs out at the first replica")
def signs_out_at_the_first(replicas: Replicas) -> None:
    replicas.first.sign_out()


@when("the caller's key is revoked")
def key_is_revoked(replicas: Replicas, key: str) -> None:
    tampering.revoke_key(replicas.database, key)


@then("the second replica knows the session")
def second_knows(replicas: Replicas, credentials: Credentials) -> None:
    sessions.expect_platform_admin(replicas.at_the_second().session(), email=credentials.admin_email)


@then("the second replica does not know the session")
def second_does_not_know(replicas: Replicas) -> None:
    sessions.expect_no_session(replicas.at_the_second())


@then("each replica refuses the caller's key")
def each_refuses_the_key(replicas: Replicas, key: str) -> None:
    for gateway in replicas.gateways:
        access.expect_turned_away(gateway.public(), key)
