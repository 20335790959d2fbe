"""Seeding: what the config lists, what it lists later, and what is stored of it."""

from __future__ import annotations

from decimal import Decimal

from pytest_bdd import given, parsers, then

from contract_harness.configs import builder, variants
from contract_harness.expect import seeded, stored
from contract_harness.scenes.scenario_gateway import Deployment


@given("the config is furnished")
def config_is_furnished(deployment: Deployment) -> None:
    deployment.furnish(variants.furnished)


@given("the config seeds no key")
def config_seeds_no_key(deployment: Deployment) -> None:
    builder.keys(deployment.document).clear()


@given("the key is written into the config")
def key_is_literal(deployment: Deployment) -> None:
    builder.key(deployment.document, "configured")["value"] = f"literal.{deployment.key('configured')}"


@given(parsers.parse('the config grants the key a model "{model}"'))
def key_is_granted_also(deployment: Deployment, model: str) -> None:
    builder.key(deployment.document, "configured")["allowed_models"].append(model)


@given(parsers.parse('the config declares the team "{key}"'))
def team_is_declared(deployment: Deployment, key: str) -> None:
    deployment.document.setdefault("teams", []).append({"key": key, "name": "Mine"})


@given(parsers.parse('the config invites "{email}" as a platform admin'))
def admin_is_invited(deployment: Deployment, email: str) -> None:
    invited = builder.person("Chief", email) | {"global_role": "platform_admin"}
    deployment.document.setdefault("users", []).append(invited)


@given(parsers.re(r"the config has (?P<fault>an? .+|two .+)"))
def config_has_a_fault(deployment: Deployment, fault: str) -> None:
    variants.FAULTS[fault](deployment.document)


@given(parsers.parse('the key "{name}" was revoked in between'))
def key_was_revoked(deployment: Deployment, name: str) -> None:
    deployment.require(now=variants.REVOKED_KEY, wanted=name)


@given(parsers.parse('the config now grants the key "{name}" only "{model}"'))
def key_is_granted_only(deployment: Deployment, name: str, model: str) -> None:
    deployment.require(now=builder.key(deployment.document, name)["allowed_models"], wanted=[model])


@given(parsers.parse('the config now routes "{model}" to "{upstream_model}"'))
def model_is_rerouted(deployment: Deployment, model: str, upstream_model: str) -> None:
    routes = builder.model(deployment.document, model)["routes"]
    deployment.require(now=[route["upstream_model"] for route in routes], wanted=[upstream_model])


@given(parsers.parse('the config now points "{alias}" at "{model}"'))
def alias_is_moved(deployment: Deployment, alias: str, model: str) -> None:
    deployment.require(now=builder.model(deployment.document, alias)["alias_of"], wanted=model)


@given(parsers.parse('the config renames the team "{key}" to "{name}"'))
def team_is_renamed(deployment: Deployment, key: str, name: str) -> None:
    builder.team(deployment.document, key)["name"] = name


@given(parsers.parse('the config now gives the team "{key}" a {cadence} budget of {amount} USD'))
def team_gets_a_budget(deployment: Deployment, key: str, cadence: str, amount: str) -> None:
    budget = builder.team(deployment.document, key).get("budget")
    deployment.require(now=budget, wanted=builder.budget(cadence, amount))


@given(parsers.parse('the config now gives the team "{key}" no budget'))
def team_loses_its_budget(deployment: Deployment, key: str) -> None:
    deployment.require(now=builder.team(deployment.document, key).get("budget"), wanted=None)


@given(parsers.parse('the config now gives the user "{email}" no budget'))
def user_loses_the_budget(deployment: Deployment, email: str) -> None:
    deployment.require(now=builder.user(deployment.document, email).get("budget"), wanted=None)


@given(parsers.parse('the config no longer lists "{email}" and the team "{key}"'))
def people_are_unlisted(deployment: Deployment, email: str, key: str) -> None:
    deployment.require(now=builder.is_listed(deployment.document, email=email, team=key), wanted=False)


@then("nothing is seeded")
def nothing_is_seeded(deployment: Deployment) -> None:
    stored.expect_nothing_seeded(deployment.database, admin_email=deployment.email)


@then("the configured key is stored")
def key_is_stored(deployment: Deployment) -> None:
    stored.expect_key_stored(deployment.database, deployment.key("configured"))


@then("what was seeded is as before")
def seeded_as_before(deployment: Deployment) -> None:
    stored.expect_same_meaning(deployment.database, deployment.before, stored.SEEDED_TABLES)


@then("no row was added")
def no_row_was_added(deployment: Deployment) -> None:
    stored.expect_no_row_added(deployment.database, deployment.before)


@then(parsers.parse('the team "{key}" has a {cadence} budget of {amount} USD'))
def team_has_a_budget(deployment: Deployment, key: str, cadence: str, amount: str) -> None:
    team = seeded.stored_team(deployment.database, key)
    seeded.expect_budget(deployment.database, team, "team", cadence=cadence, amount_usd=Decimal(amount))


@then(parsers.parse('the user "{email}" has a {cadence} budget of {amount} USD'))
def user_has_a_budget(deployment: Deployment, email: str, cadence: str, amount: str) -> None:
    user = seeded.stored_user(deployment.database, email)
    seeded.expect_budget(deployment.database, user, "user", cadence=cadence, amount_usd=Decimal(amount))


@then(parsers.parse('the team "{key}" has no budget'))
def team_has_no_budget(deployment: Deployment, key: str) -> None:
    seeded.expect_no_budget(deployment.database, seeded.stored_team(deployment.database, key), "team")


@then(parsers.parse('the user "{email}" has no budget'))
def user_has_no_budget(deployment: Deployment, email: str) -> None:
    seeded.expect_no_budget(deployment.database, seeded.stored_user(deployment.database, email), "user")


@then(parsers.parse('the stored team "{key}" is the same team, now called "{name}"'))
def team_is_called(deployment: Deployment, key: str, name: str) -> None:
    seeded.expect_renamed_team(deployment.database, deployment.before, key=key, name=name)


@then(parsers.parse('the user "{email}" is in the team "{team}" as "{role}"'))
def user_is_in(deployment: Deployment, email: str, team: str, role: str) -> None:
    seeded.expect_membership(deployment.database, email, team_key=team, role=role)


@then(parsers.parse('the user "{email}" is in no team'))
def user_is_in_no_team(deployment: Deployment, email: str) -> None:
    seeded.expect_no_membership(deployment.database, email)


@then(parsers.parse('the user "{email}" is called "{name}"'))
def user_is_called(deployment: Deployment, email: str, name: str) -> None:
    seeded.expect_user_name(deployment.database, email, name)
