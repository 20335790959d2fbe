"""The API: one Falcon resource a URI, and everything it is made of."""

import mimetypes
from dataclasses import dataclass
from typing import cast

from falcon import App

from reference_gateway.http.api import access, errors, health, identity, inference, sessions
from reference_gateway.http.api.cookies import SessionCookie
from reference_gateway.http.api.documents import documents
from reference_gateway.http.api.guards import Guards
from reference_gateway.http.forwarded import Forwarded, OriginRule
from reference_gateway.http.wsgi import Application
from reference_gateway.services.access import Access
from reference_gateway.services.directory import Directory
from reference_gateway.services.inference import Inference
from reference_gateway.services.readiness import Readiness
from reference_gateway.services.sessions import Sessions

API_PATHS = frozenset(
    {
        "/healthz",
        "/readyz",
        "/api/v1/health",
        "/api/v1/auth/session",
        "/api/v1/auth/login/password",
        "/api/v1/auth/logout",
        "/api/v1/auth/password/change",
        "/api/v1/admin/api-keys",
        "/api/v1/admin/identity/users",
        "/v1/models",
        "/v1/chat/completions",
        "/v1/embeddings",
        *documents(),
    }
)
"""Every route of the API; the admin UI never gets one of these, wherever it is mounted."""
MODEL = "/v1/models/"
"""What the path of one model begins with."""


@dataclass(frozen=True, slots=True)
class Collaborators:
    """What the resources ask."""

    readiness: Readiness
    sessions: Sessions
    access: Access
    inference: Inference
    directory: Directory
    forwarded: Forwarded
    origin_rule: OriginRule
    cookie: SessionCookie
    max_body_bytes: int = 64 * 1024 * 1024
    """Of a model call; images travel inside chat requests."""


def is_api_path(path: str) -> bool:
    """Whether the raw *path* is one of the API's own routes."""
    return path in API_PATHS or path.startswith(MODEL)


def create_app(made_of: Collaborators) -> Application:
    """The WSGI application of everything that is not the admin UI's."""
    # Falcon would read what this machine says of file types, though nothing here is a file.
    mimetypes.knownfiles.clear()
    app = App(middleware=[Guards(made_of.cookie, made_of.origin_rule)])
    errors.install(app)
    for path, resource in resources(made_of).items():
        app.add_route(path, resource)
    # Falcon's own types ask for a `start_response` that also gives a `write`; it never calls that.
    return cast(Application, app)


def resources(made_of: Collaborators) -> dict[str, object]:
    """The resource behind each of `API_PATHS`, and behind one model."""
    browser = sessions.Browser(made_of.cookie, made_of.forwarded)
    signed_in = (made_of.sessions, browser)
    return {
        "/healthz": health.Healthz(),
        "/readyz": health.Readyz(made_of.readiness),
        "/api/v1/health": health.ApiHealth(),
        "/api/v1/auth/session": sessions.CurrentSession(*signed_in),
        "/api/v1/auth/login/password": sessions.PasswordLogin(*signed_in),
        "/api/v1/auth/logout": sessions.Logout(*signed_in),
        "/api/v1/auth/password/change": sessions.PasswordChange(*signed_in),
        "/api/v1/admin/api-keys": access.ApiKeys(*signed_in, made_of.directory),
        "/api/v1/admin/identity/users": identity.Users(*signed_in, made_of.directory),
        "/v1/models": inference.Models(made_of.access),
        f"{MODEL}{{model:path}}": inference.Model(made_of.access),
        "/v1/chat/completions": inference.ChatCompletions(
            made_of.access, made_of.inference, max_body_bytes=made_of.max_body_bytes
        ),
        "/v1/embeddings": inference.Embeddings(
            made_of.access, made_of.inference, max_body_bytes=made_of.max_body_bytes
        ),
        **documents(),
    }
