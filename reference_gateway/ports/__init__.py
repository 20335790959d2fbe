"""
What the services and HTTP resources need of the world, as protocols.

Here is what is no table: time, hashing, transactions, providers. `stores` is what serving asks of the
database, `startup` what a start does to it.

A store method is a domain verb over one query. Reads return frozen values, absence is `None`, lists come in
the order the docstring says. Inside a transaction writes never commit for their caller; outside, each
is its own.
Implementations raise only `domain.errors` (`Conflict`, `NotFound`, `StoreUnavailable`, `StoreError`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    # Protocols are for the type checker; a start that only migrates need not load every value there is.
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime

    from reference_gateway.domain.models import Route
    from reference_gateway.domain.sse import Event


class Clock(Protocol):
    """Now, as an aware UTC datetime."""

    def __call__(self) -> datetime: ...


class SecretHasher(Protocol):
    """Argon2id PHC strings for passwords and key secrets."""

    def hash(self, secret: str) -> str:
        """A freshly salted PHC string."""
        ...

    def verify(self, phc: str, secret: str) -> bool:
        """Whether *secret* is the one hashed; raises `ApiKeyHashUnreadable` when *phc* cannot be parsed."""
        ...


class UnitOfWork(Protocol):
    """Transactions over every store of one database."""

    def transaction(self) -> AbstractContextManager[None]:
        """All that this thread asks of any store inside is one write transaction, rolled back when it raises.

        Entering again inside joins the transaction that is open. SQLite: BEGIN IMMEDIATE under the process's
        writer lock. PostgreSQL: READ COMMITTED on one pooled connection.
        """
        ...

    def startup_lock(self) -> AbstractContextManager[None]:
        """A `transaction` that no other process's startup transaction overlaps, on any host."""
        ...


class ChatProvider(Protocol):
    """One upstream that completes chats and embeds texts."""

    def complete(self, route: Route, body: Mapping[str, Any], *, request_id: str) -> dict[str, Any]:
        """The upstream's JSON object for the caller's *body*; raises an `UpstreamError` otherwise."""
        ...

    def embed(self, route: Route, body: Mapping[str, Any], *, request_id: str) -> dict[str, Any]:
        """The upstream's JSON object for a request of embeddings; raises an `UpstreamError` otherwise."""
        ...

    def streaming(
        self, route: Route, body: Mapping[str, Any], *, request_id: str, is_wanted: Callable[[], bool]
    ) -> AbstractContextManager[Iterator[Event]]:
        """The upstream's events as they arrive; raises an `UpstreamError` before the first or between two.

        Raises `NobodyWaits` soon after *is_wanted* says no.
        """
        ...
