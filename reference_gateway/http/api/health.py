"""Health routes (observed gateway, 1.7): outside the envelope, open to everybody, small and stable."""

from falcon import Request, Response

from reference_gateway.domain.errors import Draining
from reference_gateway.http.wsgi import DRAINING
from reference_gateway.services.readiness import Readiness


class Healthz:
    """getLiveness: the process serves. Never touches the database."""

    def on_get(self, _req: Request, resp: Response) -> None:
        resp.media = {"status": "ok"}


class Readyz:
    """getReadiness: calls can be served, and will be for a while."""

    def __init__(self, readiness: Readiness) -> None:
        self._readiness = readiness

    def on_get(self, req: Request, resp: Response) -> None:
        if req.env.get(DRAINING):
            raise Draining
        self._readiness.require()
        resp.media = {"status": "ready"}


class ApiHealth:
    """getApiHealth"""

    def on_get(self, _req: Request, resp: Response) -> None:
        resp.media = {"status": "ok", "service": "gateway"}
