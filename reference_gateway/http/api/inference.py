"""`/v1/*` (observed gateway, 4): OpenAI's shapes, outside the envelope."""

from falcon import Request, Response

from reference_gateway.http import rfc9112
from reference_gateway.http.api.bodies import json_object
from reference_gateway.http.api.chat_request import checked
from reference_gateway.http.api.request_tags import request_tags
from reference_gateway.http.request_id import ENVIRON_KEY
from reference_gateway.services.access import Access
from reference_gateway.services.inference import Inference


def authorization(req: Request) -> str | None:
    """The first Authorization header; later ones are not looked at."""
    return next(iter(rfc9112.values_of("authorization", req.env["gateway.raw_headers"])), None)


class Models:
    """listModels"""

    def __init__(self, access: Access) -> None:
        self._access = access

    def on_get(self, req: Request, resp: Response) -> None:
        caller = self._access.admit(authorization(req))
        resp.media = {
            "object": "list",
            "data": [
                {"id": model.key, "object": "model", "created": 0, "owned_by": "gateway"}
                for model in self._access.models(caller)
            ],
        }


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
        resp.media = self._inference.complete(plan, body, request_id=req.env[ENVIRON_KEY])
