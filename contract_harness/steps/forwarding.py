"""Forwarding: what a visitor sends to the admin UI, and what of it arrives."""

from __future__ import annotations

import re

import pytest
from pytest_bdd import given, parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.drivers.gateway import Gateway
from contract_harness.expect import forwarding, visits
from contract_harness.installations.installation import Installation
from contract_harness.scenes.memory import MemoryWatch
from contract_harness.scenes.visitor import Visitor
from contract_harness.tables import Pairs, Table, column, pairs
from contract_harness.upstreams.admin_ui import SimulatedAdminUi
from contract_harness.upstreams.payloads import MIB_BYTES, PAYLOADS, Payload

_BODY = "|".join(re.escape(name) for name in PAYLOADS)


@pytest.fixture
def sent_headers() -> Pairs:
    """The headers a visitor sent, in the order they were sent."""
    return []


@pytest.fixture
def payloads() -> list[Payload]:
    """The bodies that were sent or answered; the last one is the one a step speaks of."""
    return []


@given(parsers.parse('the gateway is known as "{host}"'), target_fixture="public_host")
def gateway_is_known_as(host: str) -> str:
    return host


@given(parsers.parse('the base path is configured as "{path}"'))
def base_path_is_configured(installation: Installation, path: str) -> None:
    installation.env["ADMIN_UI_BASE_PATH"] = path


@given(parsers.parse('the upstream is configured with "{path}" at its end'))
def upstream_has_a_path(installation: Installation, path: str) -> None:
    installation.env["ADMIN_UI_UPSTREAM"] += path


@given("the gateway trusts the proxy in front of it")
def proxy_is_trusted(installation: Installation) -> None:
    installation.config["server"]["trusted_proxies"] = ["127.0.0.1/32"]


@given("the gateway came up", target_fixture="gateway")
@when("the gateway comes up", target_fixture="gateway")
def gateway_comes_up(installation: Installation) -> Gateway:
    return installation.serve_as_promised()


@given("the gateway's memory is watched", target_fixture="memory")
def memory_is_watched(gateway: Gateway) -> MemoryWatch:
    return MemoryWatch.begin(gateway.pids())


@when(parsers.re(r'a visitor opens "(?P<path>[^"]*)" in the admin UI'), target_fixture="reply")
def opens(visitor: Visitor, path: str) -> Reply:
    return visitor.open(path)


@when("a visitor opens the admin UI", target_fixture="reply")
@when("the admin opens the admin UI", target_fixture="reply")
def opens_the_ui(visitor: Visitor) -> Reply:
    return visitor.open()


@when("a visitor opens the admin UI with the headers:", target_fixture="reply")
def opens_with_headers(visitor: Visitor, sent_headers: Pairs, datatable: Table) -> Reply:
    sent_headers += pairs(datatable)
    return visitor.open(headers=sent_headers)


@when(parsers.parse("a visitor opens the admin UI with a cookie of {size:d} KiB"), target_fixture="reply")
def opens_with_a_long_cookie(visitor: Visitor, sent_headers: Pairs, size: int) -> Reply:
    sent_headers.append(("Cookie", f"long={'0123456789abcdef' * (size * 64)}"))
    return visitor.open(headers=sent_headers)


@when("a visitor opens the admin UI with a session cookie", target_fixture="reply")
def opens_with_a_session_cookie(visitor: Visitor) -> Reply:
    return visitor.open(headers=(("Cookie", "ogw_session=not-for-others"),))


@when(parsers.parse("a visitor sends the admin UI a {method} request"), target_fixture="reply")
def sends_a_request(visitor: Visitor, method: str) -> Reply:
    return visitor.open(method=method)


@when(parsers.re(f"a visitor sends the admin UI (?P<body>{_BODY})"), target_fixture="reply")
def sends_a_body(visitor: Visitor, payloads: list[Payload], body: str) -> Reply:
    payloads.append(PAYLOADS[body])
    return visitor.send(PAYLOADS[body])


@when("a visitor announces an upload and waits to be told to go on")
def announces_an_upload(visitor: Visitor, payloads: list[Payload]) -> None:
    payloads.append(PAYLOADS["every byte there is"])
    visitor.send_when_told(payloads[-1])


@then(parsers.re(r'the admin UI is asked for "(?P<target>[^"]*)"'))
def ui_is_asked_for(admin_ui: SimulatedAdminUi, base_path: str, target: str) -> None:
    forwarding.expect_target(admin_ui, base_path + target)


@then(parsers.parse('the path that arrives is "{target}"'))
def path_that_arrives(admin_ui: SimulatedAdminUi, target: str) -> None:
    forwarding.expect_target(admin_ui, target)


@then(parsers.re(r'the admin UI is served below "(?P<base_path>[^"]*)" with the path kept'))
def ui_is_served_below(visitor: Visitor, admin_ui: SimulatedAdminUi, base_path: str) -> None:
    visits.expect_served_below(visitor.mounted_at(base_path), admin_ui)


@then(parsers.parse('it is not served below "{base_path}"'))
def ui_is_not_served_below(visitor: Visitor, base_path: str) -> None:
    visits.expect_not_served_below(visitor.mounted_at(base_path))


@then("nothing outside the base path is asked of the admin UI")
def nothing_outside_is_asked(admin_ui: SimulatedAdminUi, base_path: str) -> None:
    forwarding.expect_inside(admin_ui, base_path)


@then(parsers.re(r"the admin UI receives a (?P<method>[A-Z]+) request"))
def ui_receives_a_request(admin_ui: SimulatedAdminUi, method: str) -> None:
    forwarding.expect_method(admin_ui, method)


@then("the admin UI receives that body")
def ui_receives_that_body(admin_ui: SimulatedAdminUi, payloads: list[Payload]) -> None:
    forwarding.expect_body(admin_ui, payloads[-1])


@then("the admin UI receives the headers:")
def ui_receives_headers(admin_ui: SimulatedAdminUi, datatable: Table) -> None:
    forwarding.expect_headers(admin_ui, pairs(datatable))


@then("the admin UI receives that cookie")
def ui_receives_that_cookie(admin_ui: SimulatedAdminUi, sent_headers: Pairs) -> None:
    forwarding.expect_headers(admin_ui, sent_headers)


@then(parsers.parse('the admin UI receives "{name}" as the list "{values}"'))
def ui_receives_a_list(admin_ui: SimulatedAdminUi, name: str, values: str) -> None:
    forwarding.expect_list(admin_ui, name, values.split(", "))


@then("the admin UI does not receive the visitor's:")
def ui_does_not_receive(admin_ui: SimulatedAdminUi, sent_headers: Pairs, datatable: Table) -> None:
    forwarding.expect_not_received(admin_ui, column(datatable), sent_headers)


@then("the admin UI is addressed as itself")
def ui_is_addressed_as_itself(admin_ui: SimulatedAdminUi) -> None:
    forwarding.expect_addressed_as_itself(admin_ui)


@then(parsers.parse('the admin UI is told that it is seen at "{origin}"'))
def ui_is_told_its_origin(admin_ui: SimulatedAdminUi, origin: str) -> None:
    forwarding.expect_told_origin(admin_ui, origin)


@then("the admin UI is not asked")
def ui_is_not_asked(admin_ui: SimulatedAdminUi) -> None:
    forwarding.expect_asked(admin_ui, times=0)


@then("the admin UI is asked once")
def ui_is_asked_once(admin_ui: SimulatedAdminUi) -> None:
    forwarding.expect_asked(admin_ui, times=1)


@then(parsers.parse("the admin UI is asked {count:d} times"))
def ui_is_asked_times(admin_ui: SimulatedAdminUi, count: int) -> None:
    forwarding.expect_asked(admin_ui, times=count)


@then("the admin UI receives no whole request")
def ui_receives_no_whole_request(admin_ui: SimulatedAdminUi) -> None:
    forwarding.expect_no_whole_request(admin_ui)


@then(parsers.parse("the gateway grew by less than {size:d} MiB"))
def gateway_grew_little(memory: MemoryWatch, size: int) -> None:
    memory.expect_growth_below(size * MIB_BYTES)
