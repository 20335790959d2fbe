"""Who may send how much, as far as a request's head tells; the server asks before it takes a large body."""

from reference_gateway.domain.errors import GatewayError
from reference_gateway.http import rfc9112
from reference_gateway.http.api.bodies import API_BODY_BYTES
from reference_gateway.http.api.cookies import SessionCookie
from reference_gateway.http.forwarded import Forwarded
from reference_gateway.http.proxy.rules import ProxyRules
from reference_gateway.http.rfc9112 import Fields
from reference_gateway.services.access import Access
from reference_gateway.services.sessions import Sessions

OF_THE_API = {
    ("POST", "/api/v1/auth/login/password"): API_BODY_BYTES,
    ("POST", "/api/v1/auth/password/change"): API_BODY_BYTES,
}
MODEL_CALLS = (("POST", "/v1/chat/completions"), ("POST", "/v1/embeddings"))


class BodyAdmission:
    """Implements `wsgi.Admission` for the one origin."""

    def __init__(
        self,
        *,
        access: Access,
        sessions: Sessions,
        cookie: SessionCookie,
        forwarded: Forwarded,
        rules: ProxyRules,
        max_body_bytes: int,
    ) -> None:
        self._access = access
        self._sessions = sessions
        self._cookie = cookie
        self._forwarded = forwarded
        self._rules = rules
        self._read = OF_THE_API | dict.fromkeys(MODEL_CALLS, max_body_bytes)

    def most_bytes(self, method: str, path: str) -> int | None:
        """What the API reads of a body; the admin UI reads what it likes, of strangers too."""
        return None if self._rules.mounts(path) else self._read.get((method, path), 0)

    def knows(self, path: str, headers: Fields) -> bool:
        """Whether a key opens `/v1` to it, or a session is open elsewhere."""
        try:
            if path.startswith("/v1/"):
                self._access.admit(next(iter(rfc9112.values_of("authorization", headers)), None))
                return True
            return self._sessions.recognise(self._cookie.read(headers)) is not None
        except GatewayError:
            return False  # and the answer says why

    def client(self, headers: Fields, peer: str) -> str:
        """Past the proxies that are trusted."""
        return self._forwarded.client(headers, peer)
