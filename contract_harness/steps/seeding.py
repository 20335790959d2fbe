"""Seeding: what the config lists, what it lists later, and what is stored of it."""

from __future__ import annotations

from decimal import Decimal

from pytest_bdd import given, parsers, then

from contract_harness.configs import builder, variants
from contract_harness.expect import seeded, stored
from contract_harness.scenes.scenario_gateway import ScenarioGateway


@given("the config is furnished")
def config_is_furnished(subject: ScenarioGateway) -> None:
    subject.furnish(variants.furnished)


@given("the config seeds no key")
def config_seeds_no_key(subject: ScenarioGateway) -> None:
    builder.keys(subject.document).clear()


@given("the key is written into the config")
def key_is_literal(subject: ScenarioGateway) -> None:
    builder.key(subject.document, "configured")["value"] = f"literal.{subject.key('configured')}"


@given(parsers.parse('the config grants the key a model "{model}"'))
def key_is_granted_also(subject: ScenarioGateway, model: str) -> None:
    builder.key(subject.document, "configured")["allowed_models"].append(model)


@given(parsers.parse('the config declares the team "{key}"'))
def team_is_declared(subject: ScenarioGateway, key: str) -> None:
    subject.document.setdefault("teams", []).append({"key": key, "name": "Mine"})


@given(parsers.parse('the config invites "{email}" as a platform admin'))
def admin_is_invited(subject: ScenarioGateway, email: str) -> None:
    invited = builder.person("Chief", email) | {"global_role": "platform_admin"}
    subject.document.setdefault("users", []).append(invited)


@given(parsers.re(r"the config has (?P<fault>an? .+|two .+)"))
def config_has_a_fault(subject: ScenarioGateway, fault: str) -> None:
    variants.FAULTS[fault](subject.document)


@given(parsers.parse('the key "{name}" was revoked in between'))
def key_was_revoked(subject: ScenarioGateway, name: str) -> None:
    subject.require(now=variants.REVOKED_KEY, wanted=name)


@given(parsers.parse('the config now grants the key "{name}" only "{model}"'))
def key_is_granted_only(subject: ScenarioGateway, name: str, model: str) -> None:
    subject.require(now=builder.key(subject.document, name)["allowed_models"], wanted=[model])


@given(parsers.parse('the config now routes "{model}" to "{upstream_model}"'))
def model_is_rerouted(subject: ScenarioGateway, model: str, upstream_model: str) -> None:
    routes = builder.model(subject.document, model)["routes"]
    subject.require(now=[route["upstream_model"] for route in routes], wanted=[upstream_model])


@given(parsers.parse('the config now points "{alias}" at "{model}"'))
def alias_is_moved(subject: ScenarioGateway, alias: str, model: str) -> None:
    subject.require(now=builder.model(subject.document, alias)["alias_of"], wanted=model)


@given(parsers.parse('the config renames the team "{key}" to "{name}"'))
def team_is_renamed(subject: ScenarioGateway, key: str, name: str) -> None:
    builder.team(subject.document, key)["name"] = name


@given(parsers.parse('the config now gives the team "{key}" a {cadence} budget of {amount} USD'))
def team_gets_a_budget(subject: ScenarioGateway, key: str, cadence: str, amount: str) -> None:
    budget = builder.team(subject.document, key).get("budget")
    subject.require(now=budget, wanted=builder.budget(cadence, amount))


@given(parsers.parse('the config now gives the team "{key}" no budget'))
def team_loses_its_budget(subject: ScenarioGateway, key: str) -> None:
    subject.require(now=builder.team(subject.document, key).get("budget"), wanted=None)


@given(parsers.parse('the config now gives the user "{email}" no budget'))
def user_loses_the_budget(subject: ScenarioGateway, email: str) -> None:
    subject.require(now=builder.user(subject.document, email).get("budget"), wanted=None)


@given(parsers.parse('the config no longer lists "{email}" and the team "{key}"'))
def people_are_unlisted(subject: ScenarioGateway, email: str, key: str) -> None:
    subject.require(now=builder.is_listed(subject.document, email=email, team=key), wanted=False)


@then("the configured key is stored")
def key_is_stored(subject: ScenarioGateway) -> None:
    stored.expect_key_stored(subject.database, subject.key("configured"))


@then("what was seeded is as before")
def seeded_as_before(subject: ScenarioGateway) -> None:
    stored.expect_same_meaning(subject.database, subject.before, stored.SEEDED_TABLES)


@then("no row was added")
def no_row_was_added(subject: ScenarioGateway) -> None:
    stored.expect_no_row_added(subject.database, subject.before)


@then(parsers.parse('the team "{key}" has a {cadence} budget of {amount} USD'))
def team_has_a_budget(subject: ScenarioGateway, key: str, cadence: str, amount: str) -> None:
    team = seeded.stored_team(subject.database, key)
    seeded.expect_budget(subject.database, team, "team", cadence=cadence, amount_usd=Decimal(amount))


@then(parsers.parse('the user "{email}" has a {cadence} budget of {amount} USD'))
def user_has_a_budget(subject: ScenarioGateway, email: str, cadence: str, amount: str) -> None:
    user = seeded.stored_user(subject.database, email)
    seeded.expect_budget(subject.database, user, "user", cadence=cadence, amount_usd=Decimal(amount))


@then(parsers.parse('the team "{key}" has no budget'))
def team_has_no_budget(subject: ScenarioGateway, key: str) -> None:
    seeded.expect_no_budget(subject.database, seeded.stored_team(subject.database, key), "team")


@then(parsers.parse('the user "{email}" has no budget'))
def user_has_no_budget(subject: ScenarioGateway, email: str) -> None:
    seeded.expect_no_budget(subject.database, seeded.stored_user(subject.database, email), "user")


@then(parsers.parse('the stored team "{key}" is the same team, now called "{name}"'))
def team_is_called(subject: ScenarioGateway, key: str, name: str) -> None:
    seeded.expect_renamed_team(subject.database, subject.before, key=key, name=name)


@then(parsers.parse('the user "{email}" is in the team "{team}" as "{role}"'))
def user_is_in(subject: ScenarioGateway, email: str, team: str, role: str) -> None:
    seeded.expect_membership(subject.database, email, team_key=team, role=role)


@then(parsers.parse('the user "{email}" is in no team'))
def user_is_in_no_team(subject: ScenarioGateway, email: str) -> None:
    seeded.expect_no_membership(subject.database, email)


@then(parsers.parse('the user "{email}" is called "{name}"'))
def user_is_called(subject: ScenarioGateway, email: str, name: str) -> None:
    seeded.expect_user_name(subject.database, email, name)
