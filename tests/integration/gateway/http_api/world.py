"""The whole API over a real SQLite database, with one admin, one key, two models and a scripted provider."""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import apsw

from reference_gateway.domain.secrets import Secret
from reference_gateway.http.admission import BodyAdmission
from reference_gateway.http.api.app import Collaborators, create_app, is_api_path
from reference_gateway.http.api.cookies import SessionCookie
from reference_gateway.http.dispatch import Dispatch
from reference_gateway.http.forwarded import Forwarded, OriginRule, TrustedPeers
from reference_gateway.http.proxy.rules import ProxyRules
from reference_gateway.http.proxy.ui_settings import UiSettings
from reference_gateway.http.request_id import RequestIds
from reference_gateway.providers.openai_compat import OpenAiCompat
from reference_gateway.services.access import Access
from reference_gateway.services.directory import Directory
from reference_gateway.services.guesses import Guesses
from reference_gateway.services.inference import Inference
from reference_gateway.services.passwords import Argon2Secrets, RememberedProofs
from reference_gateway.services.readiness import Readiness
from reference_gateway.services.sessions import Sessions, SessionTokens
from reference_gateway.store.access import AccessStore
from reference_gateway.store.health import HealthStore
from reference_gateway.store.identity import IdentityStore
from reference_gateway.store.models import ModelStore
from reference_gateway.store.registry import registry
from reference_gateway.store.seeding import SeedStore
from reference_gateway.store.sessions import SessionStore
from reference_gateway.store.sqlite import SqliteBackend
from tests.given.http_client import Reply, ask
from tests.given.http_upstream import Upstream, page
from tests.given.http_world import UNTOLD, serving
from tests.given.population import ADMIN, KEY

ORIGIN = "http://gateway.test"
MESSAGE = {"role": "user", "content": "ping"}
CHAT = {"model": "fast", "messages": [MESSAGE]}
PONG = {"id": "c1", "object": "chat.completion", "model": "gpt-4o-mini", "choices": []}


class CountedSecrets(Argon2Secrets):
    """Counts what it verifies."""

    def __init__(self) -> None:
        self.verified = 0

    def verify(self, phc: str, secret: str) -> bool:
        self.verified += 1
        return super().verify(phc, secret)


class MovableClock:
    """The real time plus `ahead`."""

    ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class ApiWorld:
    """A running API and what stands behind it."""

    port: int
    backend: SqliteBackend
    provider: Upstream
    hasher: CountedSecrets
    seeds: SeedStore
    clock: MovableClock
    path: Path

    def sql(self, statement: str) -> None:
        """Change the database behind the gateway's back."""
        with closing(apsw.Connection(str(self.path))) as connection:
            connection.execute(statement)

    def send(self, method: str, path: str, *headers: str, body: bytes | None = None) -> Reply:
        lines = [f"{method} {path} HTTP/1.1", "Host: gateway.test", *headers]
        lines += [] if body is None else [f"Content-Length: {len(body)}"]
        raw = "\r\n".join([*lines, "", ""]).encode("latin-1") + (body or b"")
        return ask(self.port, raw, to_head=method == "HEAD")

    def post(self, path: str, document: Any, *headers: str) -> Reply:
        return self.send(
            "POST", path, "Content-Type: application/json", *headers, body=json.dumps(document).encode()
        )

    def sign_in(self, **changes: str) -> Reply:
        return self.post("/api/v1/auth/login/password", {**ADMIN, **changes})

    def cookie(self) -> str:
        reply = self.sign_in()
        assert reply.status == 200
        return "Cookie: " + str(reply.one("set-cookie")).partition(";")[0]

    def chat(self, document: Mapping[str, Any], *headers: str, key: str = KEY) -> Reply:
        return self.post("/v1/chat/completions", document, f"Authorization: Bearer {key}", *headers)


@contextmanager
def api_world(template: Path, directory: Path, *, total_ms: int = 600) -> Iterator[ApiWorld]:
    """Boot it all, on a copy of the *template*."""
    path = directory / "gateway.db"
    clock = MovableClock()
    shutil.copy(template, path)
    backend, hasher, provider = SqliteBackend(path), CountedSecrets(), Upstream()
    provider.script = page(json.dumps(PONG).encode(), "Content-Type: application/json")
    seeds = SeedStore(backend)
    identity, keys, models = IdentityStore(backend), AccessStore(backend), ModelStore(backend)
    forwarded = Forwarded(TrustedPeers())
    access = Access(keys=keys, identity=identity, models=models, hasher=RememberedProofs(hasher), clock=clock)
    upstream = OpenAiCompat(
        key="stub",
        base_url=f"http://127.0.0.1:{provider.port}/v1/",
        token=Secret("up-token"),
        total_ms=total_ms,
    )
    sessions = Sessions(
        identity=identity,
        sessions=SessionStore(backend),
        work=backend,
        hasher=hasher,
        tokens=SessionTokens(Secret("identity")),
        guesses=Guesses(clock),
        clock=clock,
    )
    api = create_app(
        Collaborators(
            readiness=Readiness(HealthStore(backend), registry("sqlite")),
            sessions=sessions,
            access=access,
            inference=Inference(access=access, models=models, providers={"stub": upstream}, telemetry=UNTOLD),
            directory=Directory(keys=keys, identity=identity, models=models),
            forwarded=forwarded,
            origin_rule=OriginRule(forwarded),
            cookie=SessionCookie(),
            max_body_bytes=10_000,
        )
    )
    rules = ProxyRules(UiSettings.from_environment({}), forwarded, is_api_path)
    dispatch = Dispatch(
        api=api, ui=api, rules=rules, forwarded=forwarded, request_ids=RequestIds(), telemetry=UNTOLD
    )
    admission = BodyAdmission(
        access=access,
        sessions=sessions,
        cookie=SessionCookie(),
        forwarded=forwarded,
        rules=rules,
        max_body_bytes=10_000,
    )
    with serving(dispatch, admission=admission) as port:
        yield ApiWorld(port, backend, provider, hasher, seeds, clock, path)
    provider.stop()
    backend.close()


def refused(reply: Reply) -> tuple[int, str]:
    """Status and code of an answer that must be the error envelope."""
    document = json.loads(reply.body)["error"]
    assert {"message", "type", "code", "param"} == set(document)
    assert document["param"] is None
    assert ["application/json"] == reply.all("content-type")
    assert reply.one("x-request-id")
    return reply.status, document["code"]


def data(reply: Reply) -> Any:
    """What an answer that must be the success envelope holds."""
    assert reply.status == 200, reply.body
    document = json.loads(reply.body)
    assert {"data", "meta"} == set(document)
    assert document["meta"]["generated_at"].endswith("Z")
    return document["data"]
