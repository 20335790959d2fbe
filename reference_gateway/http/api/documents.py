"""The contract for whoever calls this gateway: as a document, and in a viewer that comes with it."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from falcon import Request, Response

KEPT = "public, max-age=3600"

# The viewer sets styles from its script; it runs no script of a page and asks no other origin.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)


class OpenApi:
    """The bundled OpenAPI document; public, as the contract is."""

    def on_get(self, req: Request, resp: Response) -> None:
        from reference_gateway.http.api.contract import contract  # only who asks for it needs it

        found = contract()
        here = [{**server, "url": req.root_path or "/"} for server in found["servers"]]
        resp.media = {**found, "servers": here}


class ViewerFile:
    """One file of the viewer, or the page and the script that start it."""

    def __init__(self, name: str, content_type: str, *, is_viewers: bool = True) -> None:
        self._name = name
        self._content_type = content_type
        self._is_viewers = is_viewers

    def on_get(self, _req: Request, resp: Response) -> None:
        folder = viewer() if self._is_viewers else Path(__file__).parent / "viewer"
        resp.content_type = self._content_type
        resp.set_header("cache-control", KEPT)
        resp.set_header("content-security-policy", POLICY)
        resp.set_header("x-frame-options", "DENY")
        # Read when asked for, and not kept: it is large, and seldom looked at.
        resp.data = (folder / self._name).read_bytes()


@cache
def viewer() -> Path:
    """Swagger UI's own files. The package is not imported: it would bring a web framework along."""
    found = find_spec("flask_swagger_ui")
    places = found.submodule_search_locations if found is not None else None
    if not places:
        raise FileNotFoundError("flask-swagger-ui, which brings the viewer, is not installed")
    return Path(next(iter(places))) / "dist"


def documents() -> dict[str, object]:
    """The resource behind each path."""
    script = "text/javascript; charset=utf-8"
    return {
        "/openapi.json": OpenApi(),
        "/docs": ViewerFile("docs.html", "text/html; charset=utf-8", is_viewers=False),
        "/docs/start.js": ViewerFile("start.js", script, is_viewers=False),
        "/docs/docs.css": ViewerFile("docs.css", "text/css; charset=utf-8", is_viewers=False),
        "/docs/swagger-ui.css": ViewerFile("swagger-ui.css", "text/css; charset=utf-8"),
        "/docs/swagger-ui-bundle.js": ViewerFile("swagger-ui-bundle.js", script),
    }
