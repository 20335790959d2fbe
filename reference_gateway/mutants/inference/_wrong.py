"""Where a call can be spoilt: on its way to the provider, on its way back, or around the whole API."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from reference_gateway.domain.sse import Event
from reference_gateway.http.api.app import Collaborators, create_app
from reference_gateway.providers.exchange import Exchange, Head
from reference_gateway.providers.openai_compat import OpenAiCompat
from reference_gateway.services.inference import Inference

if TYPE_CHECKING:
    from contextlib import _GeneratorContextManager

    from reference_gateway.domain.models import Route
    from reference_gateway.http.wsgi import Application, StartResponse

Document = dict[str, Any]
Change = Callable[[Document], Document]
DONE = Event(b"[DONE]").rendered()
caller = threading.local()
"""`authorization` is the header of whoever this thread answers, in a gateway that `overhears`."""


def without(*names: str) -> Change:
    """Takes these members away."""
    return lambda document: {name: value for name, value in document.items() if name not in names}


def sending(change: Change) -> type[OpenAiCompat]:
    """Sends the provider another document than it should."""

    class Sends(OpenAiCompat):
        def complete(self, route: Route, body: Mapping[str, Any], *, request_id: str) -> Document:
            return super().complete(route, change(dict(body)), request_id=request_id)

        def embed(self, route: Route, body: Mapping[str, Any], *, request_id: str) -> Document:
            return super().embed(route, change(dict(body)), request_id=request_id)

        def streaming(
            self, route: Route, body: Mapping[str, Any], *, request_id: str, is_wanted: Callable[[], bool]
        ) -> _GeneratorContextManager[Iterator[Event]]:
            return super().streaming(route, change(dict(body)), request_id=request_id, is_wanted=is_wanted)

    return Sends


def answering(change: Change) -> type[Inference]:
    """Answers with another document than it should."""

    class Answers(Inference):
        def complete(self, *arguments: Any, **settings: Any) -> Document:
            return change(super().complete(*arguments, **settings))

    return Answers


def embedding(change: Change) -> type[Inference]:
    """Answers with other vectors than it should."""

    class Embeds(Inference):
        def embed(self, *arguments: Any, **settings: Any) -> Document:
            return change(super().embed(*arguments, **settings))

    return Embeds


def streaming(change: Callable[[Iterator[bytes]], Iterator[bytes]]) -> type[Inference]:
    """Streams other events than it should."""

    class Streams(Inference):
        def stream(self, *arguments: Any, **settings: Any) -> Iterator[bytes]:
            return change(super().stream(*arguments, **settings))

    return Streams


def each_chunk(change: Callable[[Document], Document | None]) -> type[Inference]:
    """Changes each document of a stream, or leaves it out."""

    def changed(pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            chunk = document_of(piece)
            if chunk is None:
                yield piece
            elif (made := change(chunk)) is not None:
                yield rendered(made)

    return streaming(changed)


def document_of(piece: bytes) -> Document | None:
    """The document of a rendered event; None for the mark of the end."""
    text = piece.removeprefix(b"data: ").strip()
    return json.loads(text) if text.startswith(b"{") else None


def rendered(document: Document) -> bytes:
    """An event with this document."""
    return Event(json.dumps(document).encode()).rendered()


def receiving(change: Callable[[bytes], bytes]) -> type[OpenAiCompat]:
    """Reads each piece that the provider streams as another."""

    class Pieces(Exchange):
        @contextmanager
        def streaming(self, *arguments: Any) -> Iterator[tuple[Head, Iterator[bytes]]]:
            with super().streaming(*arguments) as (head, pieces):
                yield head, (change(piece) for piece in pieces)

    class Receives(OpenAiCompat):
        def __init__(self, **settings: Any) -> None:
            super().__init__(**settings)
            self._exchange = Pieces(total_s=60)

    return Receives


def asked_for(change: Callable[[str], str]) -> Callable[[Collaborators], Application]:
    """Takes the path of one model for another."""

    def made(made_of: Collaborators) -> Application:
        application = create_app(made_of)

        def app(environ: Document, start: StartResponse) -> Iterable[bytes]:
            if environ["PATH_INFO"].startswith("/v1/models/"):
                environ["PATH_INFO"] = (
                    f"/v1/models/{change(environ['PATH_INFO'].removeprefix('/v1/models/'))}"
                )
            return application(environ, start)

        return app

    return made


def listing(change: Callable[[list[Document]], list[Document]]) -> Callable[[Collaborators], Application]:
    """Lists other models than it should."""

    def made(made_of: Collaborators) -> Application:
        application = create_app(made_of)

        def app(environ: Document, start: StartResponse) -> Iterable[bytes]:
            if environ["PATH_INFO"] != "/v1/models":
                return application(environ, start)
            told: list[Any] = []
            body = b"".join(application(environ, lambda *head: told.extend(head)))
            document = json.loads(body)
            if "data" in document:
                document["data"] = change(document["data"])
                body = json.dumps(document).encode()
            status, headers = told[0], [one for one in told[1] if one[0].lower() != "content-length"]
            start(status, headers)
            return [body]

        return app

    return made


def overhears(made_of: Collaborators) -> Application:
    """Remembers whom each thread answers."""
    application = create_app(made_of)

    def app(environ: Document, start: StartResponse) -> Iterable[bytes]:
        caller.authorization = environ.get("HTTP_AUTHORIZATION", "")
        return application(environ, start)

    return app


def telling(told: Callable[[dict[str, str]], dict[str, str]]) -> type[OpenAiCompat]:
    """Sends the provider other headers than it should."""

    class TellsTheProvider(OpenAiCompat):
        def headers(self, route: Route, request_id: str) -> dict[str, str]:
            return told(super().headers(route, request_id))

    return TellsTheProvider
