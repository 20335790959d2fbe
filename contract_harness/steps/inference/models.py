"""The models of a key: listed, and described one by one."""

from __future__ import annotations

from pytest_bdd import parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.expect.inference import models
from contract_harness.scenes.inference.calls import ModelCaller
from contract_harness.tables import Table, records


@when(parsers.parse('the caller asks for the model at "{target}"'), target_fixture="reply")
def caller_asks_for_the_model(model_caller: ModelCaller, target: str) -> Reply:
    return model_caller.ask_for_model(target)


@then(parsers.parse('the model "{model}" is described with:'))
def model_is_described(reply: Reply, model: str, datatable: Table) -> None:
    models.expect_described(reply, model, records(datatable))
