"""
What a client can be told when a request fails: one class each.

Code, kind and status are fixed on the class; the docstring is the default message. `http` turns an instance
into bytes; nothing else writes an error body. No message carries database text or an upstream body.

* GatewayError
  - Unauthenticated   401  SessionRequired, InvalidCredentials, MissingAuthorizationHeader,
                           InvalidAuthorizationHeader, MissingBearerToken, InvalidApiKeyFormat,
                           ApiKeyNotFound, ApiKeyRevoked, ApiKeySecretMismatch
  - Forbidden         403  ModelNotGranted, InsufficientPrivileges, PasswordChangeRequired, OriginNotAllowed,
                           ApiKeyOwnerInvalid
  - InvalidRequest    400 (and RequestTooLarge 413), ModelNotFound and NotFound 404, Conflict 409
  - TooManySignIns    429, and BudgetExceeded
  - Routing           NoRoutesAvailable 503, RoutingPolicyError 500
  - Store             StoreUnavailable 503, SchemaBehind 503, StoreError 500; Draining 503
  - Upstream          UpstreamHttpError, UpstreamTimeout 504, UpstreamTransport 502
  - NotImplemented    ProviderNotImplemented 501; InternalError 500

Source: observed gateway, 1.5 and 16, where the latter is what is deliberately different.
"""

from typing import ClassVar


class GatewayError(Exception):
    """internal error"""

    code: ClassVar[str] = "internal_error"
    kind: ClassVar[str] = "internal_error"
    status: int = 500

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())


class InternalError(GatewayError):
    """internal error"""


class Unauthenticated(GatewayError):
    """authentication failed"""

    kind = "authentication_error"
    status = 401


class SessionRequired(Unauthenticated):
    """authenticated session is required"""

    code = "session_required"


class InvalidCredentials(Unauthenticated):
    """credentials are invalid"""

    code = "invalid_credentials"


class MissingAuthorizationHeader(Unauthenticated):
    """authorization header is missing"""

    code = "missing_authorization_header"


class InvalidAuthorizationHeader(Unauthenticated):
    """authorization header is invalid"""

    code = "invalid_authorization_header"


class MissingBearerToken(Unauthenticated):
    """bearer token is missing"""

    code = "missing_bearer_token"


class InvalidApiKeyFormat(Unauthenticated):
    """api key format is invalid"""

    code = "invalid_api_key_format"


class ApiKeyNotFound(Unauthenticated):
    """api key was not found"""

    code = "api_key_not_found"


class ApiKeyRevoked(Unauthenticated):
    """api key is revoked"""

    code = "api_key_revoked"


class ApiKeySecretMismatch(Unauthenticated):
    """api key hash did not match"""

    code = "api_key_secret_mismatch"


class ApiKeyHashUnreadable(GatewayError):
    """stored api key hash could not be verified"""

    code = "api_key_hash_verification_failed"
    kind = "authentication_error"


class Forbidden(GatewayError):
    """not allowed"""

    kind = "authentication_error"
    status = 403


class ApiKeyOwnerInvalid(Forbidden):
    """api key owner metadata is invalid"""

    # 403 and not 500, for a disabled owner is not our failure. Source: observed gateway, 3.6 and 16 (20).
    code = "api_key_owner_invalid"


class ModelNotGranted(Forbidden):
    """requested model is not granted to this api key"""

    code = "model_not_granted"


class InsufficientPrivileges(Forbidden):
    """session lacks required privileges"""

    code = "insufficient_privileges"


class PasswordChangeRequired(Forbidden):
    """password must be changed before anything else is allowed"""

    code = "password_change_required"


class OriginNotAllowed(Forbidden):
    """request does not come from this gateway's own origin"""

    code = "origin_not_allowed"


class TooManySignIns(GatewayError):
    """too many sign-ins have failed; try again in a minute"""

    code = "too_many_sign_ins"
    kind = "authentication_error"
    status = 429


class BudgetExceeded(GatewayError):
    """budget is exceeded"""

    code = "budget_exceeded"
    kind = "budget_error"
    status = 429


class InvalidRequest(GatewayError):
    """invalid request"""

    code = "invalid_request"
    kind = "invalid_request_error"
    status = 400

    def __init__(self, detail: str = "", *, for_provider: bool = False) -> None:
        opening = "invalid request for provider" if for_provider else "invalid request"
        super().__init__(f"{opening}: {detail}" if detail else opening)


class RequestTooLarge(InvalidRequest):
    """request body is too large"""

    status = 413


class ModelNotFound(GatewayError):
    """model was not found"""

    code = "model_not_found"
    kind = "not_found_error"
    status = 404


class NotFound(GatewayError):
    """not found"""

    code = "not_found"
    kind = "not_found_error"
    status = 404

    def __init__(self, what: str = "") -> None:
        super().__init__(f"store not found: {what}" if what else "store not found")


class Conflict(GatewayError):
    """store conflict"""

    code = "conflict"
    kind = "conflict_error"
    status = 409

    def __init__(self, what: str = "") -> None:
        super().__init__(f"store conflict: {what}" if what else "store conflict")


class NoRoutesAvailable(GatewayError):
    """no routes are available for the requested model"""

    code = "no_routes_available"
    kind = "routing_error"
    status = 503


class RoutingPolicyError(GatewayError):
    """routing policy failed"""

    code = "routing_policy_error"
    kind = "routing_error"


class StoreError(GatewayError):
    """store failed"""

    code = "store_error"
    kind = "store_error"


class StoreUnavailable(StoreError):
    """store unavailable"""

    status = 503

    def __init__(self, what: str = "") -> None:
        super().__init__(f"store unavailable: {what}" if what else "store unavailable")


class SchemaBehind(GatewayError):
    """the database schema is not the one this gateway needs; run `migrate --apply`"""

    code = "schema_behind"
    kind = "store_error"
    status = 503


class Draining(GatewayError):
    """the gateway is stopping; ask another one"""

    code = "draining"
    kind = "unavailable_error"
    status = 503


class UpstreamError(GatewayError):
    """upstream provider failed"""

    kind = "upstream_error"
    status = 502


class UpstreamHttpError(UpstreamError):
    """upstream provider answered with an error"""

    code = "upstream_http_error"
    retry_after: str | None = None
    """When the provider wants to be asked again, as Retry-After says it; None where it did not say."""

    def __init__(self, upstream_status: int) -> None:
        super().__init__(f"upstream provider answered with status {upstream_status}")
        self.status = upstream_status


class UpstreamTimeout(UpstreamError):
    """upstream provider timed out"""

    code = "upstream_timeout"
    status = 504


class UpstreamTransport(UpstreamError):
    """upstream provider could not be reached or answered with something unreadable"""

    code = "upstream_transport"


class ProviderNotImplemented(UpstreamError):
    """provider does not implement this operation"""

    code = "provider_not_implemented"
    status = 501


class NobodyWaits(Exception):
    """Whoever asked has gone; nobody is told anything."""
