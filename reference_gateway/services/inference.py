"""
One model call: which model, which route, one provider, one answer.

Source: observed gateway, 4.1, 4.4, 4.5, 4.6, 4.7 and 4.8.
"""

import logging
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reference_gateway.domain.access import OwnerKind
from reference_gateway.domain.errors import (
    InvalidRequest,
    NobodyWaits,
    NoRoutesAvailable,
    RoutingPolicyError,
    UpstreamError,
)
from reference_gateway.domain.models import GatewayModel, Provider, Route
from reference_gateway.ports import ChatProvider
from reference_gateway.ports.stores import ModelStore
from reference_gateway.ports.telemetry import ChatObservation, Telemetry
from reference_gateway.services.access import Access, Caller
from reference_gateway.services.capabilities import EMBEDDING, chat_requirements, in_order, supports
from reference_gateway.services.chat_stream import ChatStream, error_event

logger = logging.getLogger("gateway.inference")

MAX_ALIAS_HOPS = 8


@dataclass(frozen=True, slots=True)
class Plan:
    """What a call resolved to before anything was asked of a provider."""

    requested: GatewayModel
    resolved: GatewayModel
    owner_kind: OwnerKind
    routes: Sequence[tuple[Route, Provider]]


class Inference:
    """Plans and makes calls. Only the first eligible route is called: no retry, no fallback."""

    def __init__(
        self,
        *,
        access: Access,
        models: ModelStore,
        providers: Mapping[str, ChatProvider],
        telemetry: Telemetry,
        dice: random.Random | None = None,
    ) -> None:
        self._access = access
        self._models = models
        self._providers = providers
        self._telemetry = telemetry
        # Spreads load; nothing secret rests on it.
        self._dice = dice or random.Random()  # noqa: S311 - not cryptographic

    def plan(self, caller: Caller, wanted: str) -> Plan:
        """Find the model, follow its alias, collect its routes.

        Raises:
            ModelNotFound, ModelNotGranted, RoutingPolicyError, NoRoutesAvailable: in this order.
        """
        requested = self._access.granted_model(caller, wanted)
        resolved = self.resolve(requested)
        routes = [
            (route, provider)
            for route in self._models.routes(resolved.id)
            if route.is_eligible and (provider := self._models.provider(route.provider_key)) is not None
        ]
        if not routes:
            raise NoRoutesAvailable(f"no routes are available for model `{requested.key}`")
        return Plan(requested, resolved, caller.key.owner_kind, routes)

    def complete(self, plan: Plan, body: Mapping[str, Any], *, request_id: str) -> dict[str, Any]:
        """Ask the chosen provider; the answer names the model the caller asked for.

        Raises:
            InvalidRequest: no route has what *body* needs.
            UpstreamError: the provider failed.
        """
        with self._observed(plan, is_stream=False) as told:
            route = self._routed(plan, chat_requirements(body), request_id, told)
            with told.asking(route.upstream_model):
                answer = self._providers[route.provider_key].complete(route, body, request_id=request_id)
                told.used(answer.get("usage"))
        return {**answer, "model": plan.requested.key}

    def embed(self, plan: Plan, body: Mapping[str, Any], *, request_id: str) -> dict[str, Any]:
        """The same for embeddings.

        Raises:
            InvalidRequest, UpstreamError: as `complete`.
        """
        with self._observed(plan, is_stream=False, route="/v1/embeddings") as told:
            route = self._routed(plan, EMBEDDING, request_id, told)
            with told.asking(route.upstream_model):
                answer = self._providers[route.provider_key].embed(route, body, request_id=request_id)
                told.used(answer.get("usage"))
        return {**answer, "model": plan.requested.key}

    def stream(
        self, plan: Plan, body: Mapping[str, Any], *, request_id: str, is_wanted: Callable[[], bool]
    ) -> Iterator[bytes]:
        """The same as server-sent events, as they arrive; to be closed.

        A failure after the first is told in one.

        Args:
            is_wanted: whether anybody still reads it.

        Raises:
            InvalidRequest, UpstreamError: as `complete`, before anything was given.
        """
        pieces = self._streamed(plan, body, request_id, is_wanted)
        # The provider's head decides whether this is a stream or a refusal; without a reader it is neither.
        next(pieces, None)
        return pieces

    def _streamed(
        self, plan: Plan, body: Mapping[str, Any], request_id: str, is_wanted: Callable[[], bool]
    ) -> Iterator[bytes]:
        with self._observed(plan, is_stream=True) as told:
            route = self._routed(plan, chat_requirements(body), request_id, told)
            provider = self._providers[route.provider_key]
            has_begun = False
            try:
                with (
                    told.asking(route.upstream_model),
                    provider.streaming(route, body, request_id=request_id, is_wanted=is_wanted) as events,
                ):
                    has_begun = True
                    yield b""
                    stream = ChatStream(events, plan.requested.key)
                    try:
                        yield from stream
                    finally:
                        told.used(stream.usage)
            except NobodyWaits as gone:
                told.failed(gone)
            except UpstreamError as failed:
                if not has_begun:
                    raise
                told.failed(failed)
                yield error_event(failed)

    def _observed(
        self, plan: Plan, *, is_stream: bool, route: str = "/v1/chat/completions"
    ) -> ChatObservation:
        return self._telemetry.chat(
            requested=plan.requested.key,
            resolved=plan.resolved.key,
            is_stream=is_stream,
            owner_kind=plan.owner_kind,
            route=route,
        )

    def _routed(self, plan: Plan, needed: frozenset[str], request_id: str, told: ChatObservation) -> Route:
        capable = self.capable(plan, needed)
        route = self.choose(capable)
        logger.info(
            "model call",
            extra={
                "request_id": request_id,
                "model": plan.resolved.key,
                "requested_model": plan.requested.key,
                "provider": route.provider_key,
                "routes": len(plan.routes),
                "capable_routes": len(capable),
            },
        )
        told.chose(route.provider_key)
        return route

    def resolve(self, model: GatewayModel) -> GatewayModel:
        """The model at the end of *model*'s alias chain, at most eight hops away."""
        for _ in range(MAX_ALIAS_HOPS + 1):
            if model.alias_of is None:
                return model
            target = self._models.model(model.alias_of)
            if target is None:
                raise RoutingPolicyError(f"alias `{model.key}` has no target model")
            model = target
        raise RoutingPolicyError(f"alias chain is longer than {MAX_ALIAS_HOPS}")

    def capable(self, plan: Plan, needed: frozenset[str]) -> Sequence[Route]:
        """The routes that have every capability *needed* and whose provider is configured here."""
        capable = [
            route
            for route, provider in plan.routes
            if route.provider_key in self._providers and supports(provider.type, route, needed)
        ]
        if not capable:
            raise InvalidRequest(
                f"no configured route supports requested capabilities ({', '.join(in_order(needed))})"
            )
        return capable

    def choose(self, routes: Sequence[Route]) -> Route:
        """One of the lowest priority number, drawn by weight."""
        first = min(route.priority for route in routes)
        candidates = [route for route in routes if route.priority == first]
        return self._dice.choices(candidates, weights=[route.weight for route in candidates])[0]
