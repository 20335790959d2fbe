"""The reader and the published JSON Schema take and refuse the same documents."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from reference_gateway.config import ConfigReader
from tests.given.documents import CONTRACTS, schema_registry

SCHEMA = json.loads((CONTRACTS / "schemas" / "gateway.schema.json").read_text("utf-8"))
PROVIDER = "id: p, type: openai_compat, base_url: 'https://x', pricing_provider_id: openai"
VERTEX = "id: v, type: gcp_vertex, project_id: x"

GOOD = [
    "{}",
    "server: {bind: '[::1]:0', log_format: anything, shutdown_grace_secs: 1, trusted_proxies: [10.0.0.0/8]}",
    "database: {kind: postgres, url: literal.postgres://x, max_connections: 0}",
    "auth: {bootstrap_admin: {password: env.PW, email: a@b}, seed_api_keys: [{name: k, value: env.K}]}",
    "budget_alerts: {email: {transport: {kind: sink}}}",
    "budget_alerts: {email: {transport: {kind: smtp, host: h, port: 65535, username: u, password: env.P}}}",
    "request_logging: {payloads: {redaction_paths: [messages.*.content], stream_max_events: 1}}",
    f"providers: [{{{PROVIDER}, auth: {{kind: bearer, token: literal.x}}, default_headers: {{a: b}}}}]",
    f"providers: [{{{VERTEX}, auth: {{mode: adc}}, display: {{icon_key: aws}}, timeouts: {{total_ms: 1}}}}]",
    f"providers: [{{{PROVIDER}, default_headers: {{api-key: env.KEY, x-team: 'a b', x: literal.env.X}}}}]",
    "x-route: &r {provider: p, upstream_model: u}\nmodels: [{id: m, routes: [*r]}]",
    "models: [{id: m, routes: [{provider: p, upstream_model: u, weight: 2, extra_body: {a: [1, {}]}}]}]",
    "models: [{id: a, alias_of: m}, {id: m, rank: -2147483648, routes: [{provider: p, upstream_model: u}]}]",
    "teams: [{key: t, name: T, budget: {cadence: daily, amount_usd: '12.5000'}}]",
    "users: [{name: A, email: a@x, auth_mode: oidc, oidc_provider_key: o}]",
    "server: {public_base_url: 'https://gateway.example.com'}",
    "server: {public_base_url: 'http://[::1]:8080/'}",
]
BAD = [
    "server: {public_base_url: gateway.example.com}",
    "server: {public_base_url: 'ftp://g'}",
    "server: {public_base_url: 'https://g/llm'}",
    "server: {public_base_url: 'https://g?a'}",
    "server: {public_base_url: 'https://a@g'}",
    "server: {public_base_url: 'https://g:'}",
    "server: {public_base_url: ' https://g'}",
    "server: {public_base_url: 'https://'}",
    "nothing: {}",
    "server: []",
    "server: {bnd: '127.0.0.1:1'}",
    "server: {bind: 'localhost:80'}",
    "server: {otel_export_interval_secs: 0}",
    "server: {max_body_bytes: 1.5}",
    "server: {shutdown_grace_secs: -1}",
    "server: {trusted_proxies: 10.0.0.0/8}",
    "database: {kind: mysql}",
    "database: {url: postgres://x}",
    "database: {max_connections: '10'}",
    "auth: {bootstrap_admin: {enabled: 'true'}}",
    "auth: {bootstrap_admin: {email: nobody}}",
    "auth: {seed_api_keys: [{name: k, value: literal.x}]}",
    "auth: {seed_api_keys: [{name: k}]}",
    "budget_alerts: {email: {transport: {host: h}}}",
    "budget_alerts: {email: {transport: {kind: pigeon}}}",
    "budget_alerts: {email: {transport: {kind: smtp, host: h, port: 65536}}}",
    "request_logging: {payloads: {redaction_paths: ['a..b']}}",
    "request_logging: {payloads: {capture_mode: everything}}",
    "providers: {}",
    "providers: [p]",
    "providers: [{id: p}]",
    "providers: [{id: p, type: other}]",
    f"providers: [{{{PROVIDER}, project_id: x}}]",
    f"providers: [{{{PROVIDER}, auth: {{token: env.T}}}}]",
    f"providers: [{{{PROVIDER}, auth: {{kind: bearer, token: bare}}}}]",
    f"providers: [{{{PROVIDER}, default_headers: {{a: 1}}}}]",
    f"providers: [{{{PROVIDER}, default_headers: {{a: 'b '}}}}]",
    f'providers: [{{{PROVIDER}, default_headers: {{a: "b\\n"}}}}]',
    f'providers: [{{{PROVIDER}, default_headers: {{a: "b\\tc"}}}}]',
    f"providers: [{{{PROVIDER}, default_headers: {{'a b': c}}}}]",
    "models: [{id: m, routes: [{provider: p, upstream_model: u, extra_headers: {'a:': c}}]}]",
    "models: [{id: m, routes: [{provider: p, upstream_model: u, extra_headers: {a: '\u2713'}}]}]",
    f"providers: [{{{VERTEX}}}]",
    f"providers: [{{{VERTEX}, auth: {{mode: magic}}}}]",
    "models: [{id: m}]",
    "models: [{id: m, rank: 2147483648, alias_of: m}]",
    "models: [{id: m, routes: [{provider: p}]}]",
    "models: [{id: m, routes: [{provider: p, upstream_model: u, weight: '1'}]}]",
    "models: [{id: m, routes: [{provider: p, upstream_model: u, capabilities: {flight: true}}]}]",
    "teams: [{key: t}]",
    "teams: [{key: t, name: T, budget: {cadence: daily, amount_usd: '1.00001'}}]",
    "teams: [{key: t, name: T, budget: {cadence: yearly, amount_usd: '1'}}]",
    "users: [{name: A, email: a@x, auth_mode: oauth}]",
    "users: [{name: A, email: a@x, auth_mode: password, membership: {team: t, role: owner}}]",
]


def reader_takes(path: Path, text: str) -> bool:
    """Whether the types and the rules between keys are content; no variable is looked up."""
    path.write_text(text)
    reader = ConfigReader(path, {})
    document = reader.document()
    return not reader.typed(document)[1] and not reader.relations(document)


def schema_takes(document: Any) -> bool:
    """Whether the published schema is content."""
    return jsonschema.Draft202012Validator(SCHEMA, registry=schema_registry()).is_valid(document)


@pytest.mark.parametrize("text", GOOD)
def test_both_take_a_good_document(tmp_path, text):
    """What is published may be written."""
    assert (True, True) == (schema_takes(yaml.safe_load(text)), reader_takes(tmp_path / "gateway.yaml", text))


@pytest.mark.parametrize("text", BAD)
def test_both_refuse_a_bad_document(tmp_path, text):
    """What is read may be found in what is published."""
    assert (False, False) == (
        schema_takes(yaml.safe_load(text)),
        reader_takes(tmp_path / "gateway.yaml", text),
    )
