"""The first decision: whose request is it, by its raw path. And what every answer carries."""

from collections.abc import Iterable, Iterator
from typing import Any

from reference_gateway.http import rfc9112
from reference_gateway.http.forwarded import Forwarded
from reference_gateway.http.pages.negotiation import prefers_page
from reference_gateway.http.proxy.rules import ProxyRules
from reference_gateway.http.request_id import ENVIRON_KEY, HEADER, RequestIds
from reference_gateway.http.wsgi import OBSERVATION, Admission, Application, StartResponse
from reference_gateway.ports.telemetry import RequestObservation, Telemetry

HSTS = "strict-transport-security"
A_YEAR = "max-age=31536000"


class Dispatch:
    """The one origin: the admin UI below its base path, the API everywhere else."""

    def __init__(
        self,
        *,
        api: Application,
        ui: Application,
        rules: ProxyRules,
        forwarded: Forwarded,
        request_ids: RequestIds,
        telemetry: Telemetry,
        admission: Admission | None = None,
    ) -> None:
        self._api = api
        self._ui = ui
        self._rules = rules
        self._forwarded = forwarded
        self._request_ids = request_ids
        self._telemetry = telemetry
        self.admission = admission

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        sent = rfc9112.values_of(HEADER, environ["gateway.raw_headers"])
        request_id = environ[ENVIRON_KEY] = self._request_ids.choose(sent[0] if sent else None)
        observation = environ[OBSERVATION] = self._telemetry.request(
            method=environ["REQUEST_METHOD"],
            scheme=environ["wsgi.url_scheme"],
            version=environ["SERVER_PROTOCOL"].removeprefix("HTTP/"),
            request_id=request_id,
            headers=environ["gateway.raw_headers"],
        )

        sender = environ["gateway.raw_headers"], environ["REMOTE_ADDR"]
        environ["SCRIPT_NAME"] = self._forwarded.prefix(*sender)
        is_https = self._forwarded.proto(*sender) == "https"

        def start(status: str, headers: list[tuple[str, str]], *_: object) -> object:
            observation.answered(int(status[:3]))
            secured = self.secured(headers) if is_https else headers
            return start_response(status, [*secured, (HEADER, request_id)])

        try:
            answer = self.answer(environ, start)
        except BaseException as failure:
            observation.ended(failure)
            raise
        if isinstance(answer, list):
            observation.ended()
            return answer
        return _Observed(answer, observation)

    def answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        """The answer of whoever the request is for."""
        if self.is_for_ui(environ["PATH_INFO"]):
            environ[OBSERVATION].routed(self._rules.route)
            return self._ui(environ, start)
        if environ["REQUEST_METHOD"] == "HEAD":
            # GET routes answer HEAD too; the server leaves the body out.
            environ["REQUEST_METHOD"] = "GET"
        if self.leads_home(environ):
            home = environ["SCRIPT_NAME"] + self._rules.home
            start("302 Found", [("location", home), ("cache-control", "no-store")])
            return []
        return self._api(environ, start)

    def secured(self, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """*headers*, and that browsers shall come over https from now on; an admin UI may say so itself."""
        is_said = any(name.lower() == HSTS for name, _ in headers)
        return headers if is_said else [*headers, (HSTS, A_YEAR)]

    def leads_home(self, environ: dict[str, Any]) -> bool:
        """Whether a person has typed the name of this origin and nothing else."""
        is_root = (environ["REQUEST_METHOD"], environ["PATH_INFO"]) == ("GET", "/")
        return is_root and prefers_page(environ["gateway.raw_headers"])

    def is_for_ui(self, path: str) -> bool:
        """Whether the raw *path* is the admin UI's."""
        return self._rules.mounts(path)


class _Observed:
    """An answer that comes piece by piece; it is over when the server closes it."""

    def __init__(self, answer: Iterable[bytes], observation: RequestObservation) -> None:
        self._answer = answer
        self._observation = observation
        self._failure: BaseException | None = None

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._answer
        except Exception as failure:
            self._failure = failure
            raise

    def close(self) -> None:
        """End both."""
        try:
            close = getattr(self._answer, "close", None)
            if close is not None:
                close()
        finally:
            self._observation.ended(self._failure)
