"""Config seeding: what the admin lists show of it."""

from __future__ import annotations

from pytest_bdd import parsers, then

from contract_harness.clients.http import Reply
from contract_harness.expect import lists
from contract_harness.expect.bootstrap import secrets
from contract_harness.scenes import completions
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.tables import Table, pairs, records
from contract_harness.targets.target import Target


@then(parsers.parse('the "{noun}" listed are:'))
def listed_are(reply: Reply, noun: str, datatable: Table) -> None:
    lists.expect_exactly(reply, noun, records(datatable))


@then(parsers.parse('the key "{name}" is listed with:'))
def key_is_listed_with(
    subject: ScenarioGateway, target: Target, reply: Reply, name: str, datatable: Table
) -> None:
    given = completions.is_given(subject)
    promised = pairs(target.in_its_words(datatable))
    lists.expect_key(reply, subject.key(name), promised, is_given=given)


@then('no secret stands in "the answer"')
def answer_holds_no_secret(subject: ScenarioGateway, reply: Reply) -> None:
    said = "\n".join([*(f"{name}: {value}" for name, value in reply.headers), reply.text])
    secrets.expect_unsaid(said, subject.known.secrets_of_keys(), where=f"the answer to {reply.request}")
