"""Calls to models without HTTP: a populated database, a provider that answers, telemetry written down."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from reference_gateway.domain.models import Route
from reference_gateway.domain.sse import Event
from reference_gateway.services.access import Access, Caller
from reference_gateway.services.inference import Inference
from reference_gateway.services.passwords import Argon2Secrets
from reference_gateway.store.access import AccessStore
from reference_gateway.store.identity import IdentityStore
from reference_gateway.store.models import ModelStore
from reference_gateway.store.seeding import SeedStore
from reference_gateway.store.sqlite import SqliteBackend

NOW = datetime(2026, 4, 24, 9, 30, tzinfo=UTC)
PONG = {"id": "c1", "model": "gpt-4o-mini", "usage": {"total_tokens": 3}}


class Told:
    """Telemetry that writes down what it hears of chats, in order."""

    def __init__(self) -> None:
        self.heard: list[object] = []

    @contextmanager
    def chat(self, **about: object) -> Iterator[Told]:
        self.heard.append(about)
        yield self
        self.heard.append("chat ended")

    def chose(self, provider: str) -> None:
        self.heard.append(f"chose {provider}")

    @contextmanager
    def asking(self, upstream_model: str) -> Iterator[None]:
        self.heard.append(f"asks for {upstream_model}")
        yield
        self.heard.append("was answered")

    def used(self, usage: object) -> None:
        self.heard.append(usage)

    def failed(self, error: BaseException) -> None:
        self.heard.append(f"failed: {error}")


class Pongs:
    """A provider that answers everything, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Mapping[str, Any], str]] = []
        self.events: list[bytes | Exception] = []

    def complete(self, route: Route, body: Mapping[str, Any], *, request_id: str) -> dict[str, Any]:
        self.asked.append((route.upstream_model, body, request_id))
        return PONG

    @contextmanager
    def streaming(
        self, route: Route, body: Mapping[str, Any], *, request_id: str, is_wanted: Callable[[], bool]
    ) -> Iterator[Iterator[Event]]:
        self.asked.append((route.upstream_model, body, request_id))
        assert is_wanted()
        yield self._events()

    def _events(self) -> Iterator[Event]:
        for one in self.events:
            if isinstance(one, Exception):
                raise one
            yield Event(one)


class Calls:
    """Calls over a populated database."""

    def __init__(self, backend: SqliteBackend) -> None:
        self.told, self.stub = Told(), Pongs()
        self.seeds, self.models, keys = SeedStore(backend), ModelStore(backend), AccessStore(backend)
        hasher, identity = Argon2Secrets(), IdentityStore(backend)
        (key,) = keys.keys()
        self.caller = Caller(key)
        self.inference = Inference(
            access=Access(keys=keys, identity=identity, models=self.models, hasher=hasher, clock=lambda: NOW),
            models=self.models,
            providers={"stub": self.stub},
            telemetry=self.told,  # type: ignore[arg-type] - of its protocol only what chats need
            dice=random.Random(7),
        )

    def routes(self, *routes: Route) -> None:
        """Give `fast` these, and no others."""
        model_id = self.seeds.model_id("fast")
        assert model_id is not None
        self.seeds.replace_routes(model_id, routes, at=NOW)

    def call(self, wanted: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """One call from its plan to its answer."""
        return self.inference.complete(
            self.inference.plan(self.caller, wanted), {"model": wanted, **body}, request_id="id-1"
        )

    def stream(self, wanted: str, body: Mapping[str, Any]) -> Iterator[bytes]:
        """The same, streamed."""
        plan = self.inference.plan(self.caller, wanted)
        return self.inference.stream(
            plan, {"model": wanted, "stream": True, **body}, request_id="id-1", is_wanted=lambda: True
        )


def route(upstream: str, **changes: Any) -> Route:
    """A route of `fast` to *upstream* that can do nothing but answer."""
    usual = {
        "provider_key": "stub",
        "priority": 100,
        "weight": 1.0,
        "is_enabled": True,
        "capabilities": frozenset({"chat_completions", "stream"}),
    }
    return Route(id=upstream, model_id="of fast", upstream_model=upstream, **{**usual, **changes})
