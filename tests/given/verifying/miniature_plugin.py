"""Fixtures and steps of the miniature features: no gateway, but every way an example can end."""

import os
import time

import pytest
from pytest_bdd import given, parsers, then, when

from contract_harness.errors import Blocked, ContractBreach, HarnessError, NotObservable
from contract_harness.evidence.recorder import Evidence


@pytest.fixture(scope="session")
def target(request):
    return request.param


@pytest.fixture
def evidence():
    return Evidence()


@pytest.fixture
def breaks_while_ending():
    yield
    raise ContractBreach("it stops when told", "it went on")


@given("a gateway")
def a_gateway(target):
    assert target.name


@when(parsers.parse('the caller says "{word}"'), target_fixture="reply")
def the_caller_says(evidence, word):
    evidence.hide("API_KEY", "gwk_mini.sesame")
    evidence.record_exchange(
        method="POST",
        url="http://127.0.0.1:1/v1/words",
        request_headers=[("authorization", "Bearer gwk_mini.sesame")],
        request_body=word.encode(),
        status=200,
        reason="OK",
        response_headers=[("content-type", "text/plain")],
        response_body=word.encode(),
        began=time.monotonic(),
        elapsed_s=0.001,
    )
    evidence.watch_log("gateway", lambda: "level=info said=gwk_mini.sesame\n")
    return word


@then(parsers.parse('the answer is "{word}"'))
def the_answer_is(reply, word):
    if reply != word:
        raise ContractBreach(f"the answer {word!r}", f"{reply!r}", f"the key was gwk_mini.sesame, {reply}")


@then("a process ends")
def a_process_ends():
    raise NotObservable("a gateway given by URL is not ours to end")


@then("the harness stumbles")
def the_harness_stumbles():
    raise RuntimeError("a wire came loose near gwk_mini.sesame")


@then("no server can be had")
def no_server_can_be_had():
    raise HarnessError("no server: install one.")


@then("it goes on when stopped")
def it_goes_on_when_stopped(breaks_while_ending):
    pass


@then("the worker dies")
def the_worker_dies():
    os._exit(int(os.environ.get("MINIATURE_DIES_WITH", "9")))


@then("it takes for ever")
def it_takes_for_ever():
    time.sleep(600)


@then("what it stands on never came up")
def what_it_stands_on_never_came_up():
    raise Blocked("the stack", HarnessError("no server: install one.\nTried: everything"))
