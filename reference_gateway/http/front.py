"""The first decision: whose request is it, by its raw path. And what every answer carries."""

from collections.abc import Callable, Iterable
from typing import Any

from reference_gateway.http import rfc9112
from reference_gateway.http.proxy import StartResponse
from reference_gateway.http.proxy_rules import ProxyRules
from reference_gateway.http.request_id import ENVIRON_KEY, HEADER, RequestIds

Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class Front:
    """The one origin: the admin UI below its base path, the API everywhere else."""

    def __init__(
        self, *, api: Application, ui: Application, rules: ProxyRules, request_ids: RequestIds
    ) -> None:
        self._api = api
        self._ui = ui
        self._rules = rules
        self._request_ids = request_ids

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        sent = rfc9112.values_of(HEADER, environ["gateway.raw_headers"])
        request_id = environ[ENVIRON_KEY] = self._request_ids.choose(sent[0] if sent else None)

        def start(status: str, headers: list[tuple[str, str]], *_: object) -> object:
            return start_response(status, [*headers, (HEADER, request_id)])

        if self.is_for_ui(environ["PATH_INFO"]):
            return self._ui(environ, start)
        if environ["REQUEST_METHOD"] == "HEAD":
            # GET routes answer HEAD too; the server leaves the body out.
            environ["REQUEST_METHOD"] = "GET"
        return self._api(environ, start)

    def is_for_ui(self, path: str) -> bool:
        """Whether the raw *path* is the admin UI's."""
        return self._rules.mounts(path)
