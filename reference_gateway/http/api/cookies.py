"""The session cookie (observed gateway, 2.3)."""

from reference_gateway.http import rfc9112
from reference_gateway.http.rfc9112 import Fields

NAME = "ogw_session"
LIFE_S = 2_592_000
EPOCH = "Thu, 01 Jan 1970 00:00:00 GMT"


class SessionCookie:
    """Reads, sets and clears the one cookie; attributes in the observed order."""

    def read(self, headers: Fields) -> str | None:
        """The token in the first Cookie header; None when it carries none, or an empty one."""
        for cookie in rfc9112.values_of("cookie", headers)[:1]:
            for pair in cookie.split(";"):
                name, _, value = pair.strip().partition("=")
                if name == NAME:
                    return value.strip().strip('"') or None
        return None

    def granting(self, token: str, *, is_secure: bool) -> str:
        """The Set-Cookie value that hands *token* out."""
        return "; ".join([f"{NAME}={token}", *self.attributes(LIFE_S), *self.secure(is_secure)])

    def clearing(self, *, is_secure: bool) -> str:
        """The Set-Cookie value that takes it back."""
        return "; ".join([f"{NAME}=", *self.attributes(0), f"Expires={EPOCH}", *self.secure(is_secure)])

    def attributes(self, max_age_s: int) -> list[str]:
        """Where it goes, who may read it, and how long it lives."""
        return ["Path=/", "HttpOnly", "SameSite=Lax", f"Max-Age={max_age_s}"]

    def secure(self, is_secure: bool) -> list[str]:
        """`Secure` when the client is known to have come over https."""
        return ["Secure"] if is_secure else []
