"""Config seeding: what the admin lists show of it."""

from __future__ import annotations

from pytest_bdd import parsers, then

from contract_harness.clients.http import Reply
from contract_harness.expect import access, lists
from contract_harness.scenes import completions
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.tables import Table, pairs, records
from contract_harness.targets.target import Target


@then(parsers.parse('the "{noun}" listed are:'))
def listed_are(reply: Reply, noun: str, datatable: Table) -> None:
    lists.expect_exactly(reply, noun, records(datatable))


@then(parsers.parse('the "{noun}" listed include:'))
def listed_include(reply: Reply, noun: str, datatable: Table) -> None:
    lists.expect_included(reply, noun, records(datatable))


@then(parsers.parse('the key "{name}" is listed with:'))
def key_is_listed_with(
    subject: ScenarioGateway, target: Target, reply: Reply, name: str, datatable: Table
) -> None:
    given = completions.is_given(subject)
    promised = pairs(target.in_its_words(datatable))
    lists.expect_key(reply, subject.key(name), promised, is_given=given)


@then(parsers.parse('the answer does not show the secret of the key "{name}"'))
def answer_hides_the_secret(subject: ScenarioGateway, reply: Reply, name: str) -> None:
    lists.expect_unsaid(reply, subject.secret_of_key(name), what=f"the secret of the key {name}")


@then("no provider was called")
def no_provider_was_called(subject: ScenarioGateway) -> None:
    access.expect_silence(subject.provider)
