"""gateway.yaml: what may be said, and how every wrong way of saying it is answered."""

from pathlib import Path

import pytest

from reference_gateway.config import ConfigError, GatewayConfig, Reference, ReferenceUnresolved, load
from reference_gateway.config.references import parse
from reference_gateway.config.walk import Walk


def problems(tmp_path: Path, text: str, env: dict[str, str] | None = None) -> tuple[str, ...]:
    """What is wrong with a document; nothing when it is fine."""
    path = tmp_path / "gateway.yaml"
    path.write_text(text)
    try:
        load(path, env or {})
    except ConfigError as error:
        return error.problems or (str(error),)
    return ()


def test_an_empty_file_means_every_default(tmp_path):
    """The documented defaults, from a file that says nothing."""
    path = tmp_path / "gateway.yaml"
    path.write_text("")

    config = load(path, {})

    assert "0.0.0.0:8080" == config.server.bind
    assert ("libsql", "./gateway.db") == (config.database.backend, config.database.path)
    assert (True, "admin@local", False) == (
        config.auth.bootstrap_admin.enabled,
        config.auth.bootstrap_admin.email,
        config.auth.bootstrap_admin.require_password_change,
    )


def test_a_missing_file_is_named(tmp_path):
    """No built-in gateway starts because a path was mistyped."""
    with pytest.raises(ConfigError, match=r"nowhere\.yaml does not exist; name one with --config"):
        load(tmp_path / "nowhere.yaml", {})


def test_every_problem_is_told_at_once(tmp_path):
    """Types, unknown keys, and rules between keys come in one list, each with its path."""
    found = problems(
        tmp_path,
        """
        servr: {}
        server: {bind: "localhost:80"}
        database: {kind: postgres}
        models: [{id: fast, alias_of: nothing}]
        users: [{name: A, email: a@x, auth_mode: oauth}]
        """,
    )

    assert [
        "database.url (line 4)",
        "models[0].alias_of (line 5)",
        "server.bind (line 3)",
        "servr (line 2)",
        "users[0].auth_mode (line 6)",
    ] == [problem.partition(":")[0] for problem in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("server: {bnd: x}", "server.bnd (line 1): unknown key; did you mean `bind`?"),
        ("auth: {bootstrap_admin: {pasword: x}}", "did you mean `password`?"),
        (
            "providers: [{id: a, type: openai_compat, base_ur: x}]",
            "providers[0].base_ur (line 1): unknown key",
        ),
        ("providers: [{id: a, type: other}]", "providers[0].type (line 1): must be one of"),
        ("providers: [{id: a}]", "providers[0].type (line 1): is required"),
        (
            "budget_alerts: {email: {transport: {kind: smtp}}}",
            "budget_alerts.email.transport.host (line 1): is required",
        ),
        ("server: {bind: '127.0.0.1'}", "server.bind (line 1): must be `IP:port`"),
        ("server: {bind: '127.0.0.1:65536'}", "port between 0 and 65535"),
        (
            "server: {trusted_proxies: ['10.0.0.1/8']}",
            "server.trusted_proxies[0] (line 1): must be a network",
        ),
        ("server: {public_base_url: 'https://g/llm'}", "server.public_base_url (line 1): must be the URL of"),
        ("server: {public_base_url: 'https://g:65536'}", "its host or port cannot be read"),
        ("server: {public_base_url: 'https://g:0'}", "its host or port cannot be read"),
        ("auth: {seed_api_keys: [{name: k, value: literal.x}]}", "must be an environment reference"),
        ("teams: [{key: system-legacy, name: T}]", "is reserved"),
        ("teams: [{key: a, name: A}, {key: ' a', name: B}]", "already used at teams[0].key"),
        ("users: [{name: A, email: ADMIN@local, auth_mode: password}]", "is the bootstrap admin's"),
        (
            "users: [{name: A, email: a@x, auth_mode: password, membership: {team: t}}]",
            "users[0].membership.team (line 1): names the team `t`",
        ),
        ("models: [{id: a, alias_of: b}, {id: b, alias_of: a}]", "leads in a circle"),
        ("models: [{id: a}]", "models[0] (line 1): must have exactly one of"),
        (
            "teams: [{key: a, name: A, budget: {cadence: daily, amount_usd: '0.00001'}}]",
            "more than four digits",
        ),
        (
            "teams: [{key: a, name: A, budget: {cadence: daily, amount_usd: 5}}]",
            "amount_usd (line 1): input should be",
        ),
        ("database: {kind: postgres, url: env.NOT_THERE}", "environment variable `NOT_THERE` is not set"),
        ("server: {bind: a}\nserver: {bind: b}", "`server` stands twice"),
        ("- a", "must hold a mapping"),
        ("a: [", "is not YAML"),
    ],
)
def test_a_problem_names_the_place_and_the_remedy(tmp_path, text, expected):
    """One problem, one sentence."""
    found = problems(tmp_path, text)

    assert any(expected in problem for problem in found), found


def test_a_secret_written_bare_is_not_repeated(tmp_path):
    """The message about a malformed reference must not print what may be a password."""
    found = problems(tmp_path, "auth: {bootstrap_admin: {password: hunter2hunter2}}")

    assert 1 == len(found)
    assert "hunter2" not in found[0]


def test_a_literal_is_hidden_from_the_repr():
    """A configuration that is logged by accident shows no secret."""
    config = Walk().read(GatewayConfig, {"auth": {"bootstrap_admin": {"password": "literal.hunter2"}}})

    assert "hunter2" not in repr(config)
    assert "hunter2" == config.auth.bootstrap_admin.password.resolve({}).reveal()


@pytest.mark.parametrize("env", [{}, {"SECRET": ""}, {"SECRET": " "}, {"SECRET": "\n"}])
def test_a_missing_or_empty_variable_does_not_resolve(env):
    """An empty secret is as good as none, and so is a blank one."""
    with pytest.raises(ReferenceUnresolved, match="`SECRET`"):
        parse("env.SECRET").resolve(env)


def test_only_references_to_variables_are_fit_to_be_stored():
    """A literal leaves a mark, not its text."""
    assert ["env.TOKEN", "literal"] == [
        parse("env.TOKEN").at_rest(),
        Reference("literal", "s3cret").at_rest(),
    ]


def test_a_section_of_comments_only_is_absent(tmp_path):
    """`providers:` with every entry commented out means the default."""
    assert () == problems(tmp_path, "providers:\n#  - id: x\n")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("database: {path: '${DIR}/gw.db'}", "database.path"),
        ("server: {bind: '0.0.0.0:${PORT:-8080}'}", "server.bind"),
        (
            "models: [{id: m, routes: [{provider: p, upstream_model: env.MODEL}]}]",
            "models[0].routes[0].upstream_model",
        ),
        (
            "models: [{id: m, routes: [{provider: p, upstream_model: u, extra_body: {a: [env.X]}}]}]",
            "extra_body.a[0]",
        ),
        ("teams: [{key: '${TEAM}', name: T}]", "teams[0].key"),
        ("users: [{name: A, email: '${USER}@x', auth_mode: password}]", "users[0].email"),
        ("auth: {seed_api_keys: [{name: k, value: env.K, allowed_models: [env.M]}]}", "allowed_models[0]"),
        ("budget_alerts: {email: {from_name: env.SENDER}}", "budget_alerts.email.from_name"),
    ],
)
def test_a_text_that_looks_like_a_reference_is_told(tmp_path, text, place):
    """Where none is read it would be taken as it stands, and found out at the first call."""
    (told,) = [one for one in problems(tmp_path, text) if place in one]

    assert told.endswith("looks like a reference, and is read as it stands; write the text itself")
    assert "${" not in told.partition(": ")[2]


@pytest.mark.parametrize(
    "text",
    [
        "budget_alerts: {email: {transport: {kind: smtp, host: h, username: env.U, password: env.P}}}",
        "providers: [{id: v, type: gcp_vertex, project_id: x, auth: {mode: service_account, "
        "credentials_path: env.FILE}}]",
        "models: [{id: m, description: '$5 {a}, see env.MODEL', routes: [{provider: p, upstream_model: u}]}]",
    ],
)
def test_a_reference_is_read_where_it_is_promised(tmp_path, text):
    """And prose may speak of one."""
    assert () == problems(tmp_path, text)


def test_a_time_zone_that_nobody_knows_is_told(tmp_path):
    """A budget would begin its day at no moment."""
    text = "teams: [{key: t, name: T, budget: {cadence: daily, amount_usd: '1', timezone: %s}}]"

    assert () == problems(tmp_path, text % "Europe/Vienna")
    (told,) = problems(tmp_path, text % "Mars/Phobos")
    assert told == "teams[0].budget.timezone (line 1): must be the name of a time zone, as in `Europe/Vienna`"
