"""`/v1/*` (observed gateway, 4): OpenAI's shapes, outside the envelope."""

from urllib.parse import unquote

from falcon import Request, Response

from reference_gateway.domain.errors import ModelNotFound, NotFound
from reference_gateway.domain.models import GatewayModel
from reference_gateway.http import rfc9112
from reference_gateway.http.api.bodies import json_object
from reference_gateway.http.api.chat_request import checked, checked_embeddings
from reference_gateway.http.api.request_tags import request_tags
from reference_gateway.http.request_id import ENVIRON_KEY
from reference_gateway.http.wsgi import WILL_STREAM
from reference_gateway.services.access import Access
from reference_gateway.services.inference import Inference

MOST_TOKENS = 400_000
"""Values of a call for embeddings: OpenAI takes 300,000 tokens at once."""


def authorization(req: Request) -> str | None:
    """The first Authorization header; later ones are not looked at."""
    return next(iter(rfc9112.values_of("authorization", req.env["gateway.raw_headers"])), None)


def _described(model: GatewayModel) -> dict[str, object]:
    return {"id": model.key, "object": "model", "created": 0, "owned_by": "gateway"}


class Models:
    """listModels"""

    def __init__(self, access: Access) -> None:
        self._access = access

    def on_get(self, req: Request, resp: Response) -> None:
        caller = self._access.admit(authorization(req))
        resp.media = {
            "object": "list",
            "data": [_described(model) for model in self._access.models(caller)],
        }


class Model:
    """getModel: slashes in its id may be written as they are, or encoded."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def on_get(self, req: Request, resp: Response, model: str) -> None:
        if not model:
            raise NotFound
        caller = self._access.admit(authorization(req))
        wanted = unquote(model)
        found = next((one for one in self._access.models(caller) if one.key == wanted), None)
        if found is None:
            # Whether somebody else may call it is nobody's business.
            raise ModelNotFound
        resp.media = _described(found)


class ChatCompletions:
    """createChatCompletion: the caller is settled before the body is looked at."""

    def __init__(self, access: Access, inference: Inference, *, max_body_bytes: int) -> None:
        self._access = access
        self._inference = inference
        self._max_body_bytes = max_body_bytes

    def on_post(self, req: Request, resp: Response) -> None:
        caller = self._access.admit(authorization(req))
        body = checked(json_object(req, limit_bytes=self._max_body_bytes))
        plan = self._inference.plan(caller, body["model"])
        request_tags(req.env["gateway.raw_headers"])
        request_id = req.env[ENVIRON_KEY]
        if not body.get("stream"):
            resp.media = self._inference.complete(plan, body, request_id=request_id)
            return
        has_left = req.env["waitress.client_disconnected"]
        req.env[WILL_STREAM]()
        resp.stream = self._inference.stream(
            plan, body, request_id=request_id, is_wanted=lambda: not has_left()
        )
        resp.content_type = "text/event-stream; charset=utf-8"
        resp.set_header("cache-control", "no-cache")


class Embeddings:
    """createEmbedding: as for completions, the caller comes first."""

    def __init__(self, access: Access, inference: Inference, *, max_body_bytes: int) -> None:
        self._access = access
        self._inference = inference
        self._max_body_bytes = max_body_bytes

    def on_post(self, req: Request, resp: Response) -> None:
        caller = self._access.admit(authorization(req))
        sent = json_object(req, limit_bytes=self._max_body_bytes, most_values=MOST_TOKENS)
        body = checked_embeddings(sent)
        plan = self._inference.plan(caller, body["model"])
        request_tags(req.env["gateway.raw_headers"])
        resp.media = self._inference.embed(plan, body, request_id=req.env[ENVIRON_KEY])
