"""Health routes (observed gateway, 1.7): outside the envelope, open to everybody, small and stable."""

from falcon import Request, Response

from reference_gateway.ports.stores import HealthStore


class Healthz:
    """getLiveness: the process serves. Never touches the database."""

    def on_get(self, _req: Request, resp: Response) -> None:
        resp.media = {"status": "ok"}


class Readyz:
    """getReadiness: the database answers too."""

    def __init__(self, health: HealthStore) -> None:
        self._health = health

    def on_get(self, _req: Request, resp: Response) -> None:
        self._health.ping()
        resp.media = {"status": "ready"}


class ApiHealth:
    """getApiHealth"""

    def on_get(self, _req: Request, resp: Response) -> None:
        resp.media = {"status": "ok", "service": "gateway"}
