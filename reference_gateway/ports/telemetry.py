"""What HTTP, services and providers tell about the requests they handle, and what they learn from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, Self

if TYPE_CHECKING:
    # Protocols are for the type checker; a start that only migrates need not load every value there is.
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager
    from types import TracebackType

    from reference_gateway.domain.access import OwnerKind


class RequestObservation(Protocol):
    """One request, while the thread that answers it is at work."""

    def routed(self, template: str) -> None:
        """It matched this route; not called for an unmatched one."""
        ...

    def answered(self, status: int) -> None:
        """Its answer began with this status."""
        ...

    def ended(self, failure: BaseException | None = None) -> None:
        """Its answer is complete, or was cut short by *failure*."""
        ...


class ChatObservation(Protocol):
    """One model call, from its plan to its outcome; left by an exception, it failed."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def chose(self, provider: str) -> None:
        """It goes to this provider."""
        ...

    def asking(self, upstream_model: str) -> AbstractContextManager[None]:
        """The call to the provider, from its first byte to its last."""
        ...

    def used(self, usage: object) -> None:
        """What the provider says it cost in tokens."""
        ...

    def failed(self, error: BaseException) -> None:
        """It failed within a stream that had begun; the call is left without an exception."""
        ...


class Telemetry(Protocol):
    """Told of everything; never raises, never waits."""

    def request(
        self, *, method: str, scheme: str, version: str, request_id: str, headers: Sequence[tuple[str, str]]
    ) -> RequestObservation:
        """A request begins in this thread; its raw *headers* may continue somebody else's trace."""
        ...

    def chat(
        self,
        *,
        requested: str,
        resolved: str,
        is_stream: bool,
        owner_kind: OwnerKind,
        route: str = "/v1/chat/completions",
    ) -> ChatObservation:
        """A model call begins in this thread; both models are configured ones, and *route* is ours."""
        ...

    def outgoing(self) -> Mapping[str, str]:
        """The trace headers of a call made now, in this thread; none outside a trace."""
        ...

    def close(self) -> Any:
        """Send what is left, within a bound."""
        ...
