"""What is checked before any resource is asked, and set on every answer of the API."""

import json
import logging
import re
from typing import Any

from falcon import Request, Response

from reference_gateway.domain.errors import OriginNotAllowed
from reference_gateway.http.api.cookies import SessionCookie
from reference_gateway.http.forwarded import OriginRule
from reference_gateway.http.refusals import MethodNotAllowed, UnknownPath
from reference_gateway.http.request_id import ENVIRON_KEY
from reference_gateway.http.wsgi import OBSERVATION

logger = logging.getLogger("gateway.http")

_ORIGIN = re.compile(r"https?://(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_LONGEST = 300

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})

COOKIE_SURFACE = "/api/v1/"
"""Where the session cookie opens doors; `/v1` listens to keys only."""


class Guards:
    """Falcon middleware."""

    def __init__(self, cookie: SessionCookie, origin_rule: OriginRule) -> None:
        self._cookie = cookie
        self._origin_rule = origin_rule

    def process_request(self, req: Request, _resp: Response) -> None:
        """A path with slashes in front is another path; the router would overlook them."""
        if req.path.startswith("//"):
            raise UnknownPath

    def process_resource(
        self, req: Request, _resp: Response, resource: object, _params: dict[str, Any]
    ) -> None:
        """Tell which route it is; refuse a method it does not have, then a write whose origin is not ours."""
        req.env[OBSERVATION].routed(str(req.uri_template).replace(":path}", "}"))
        methods = methods_of(resource)
        if req.method not in methods:
            raise MethodNotAllowed.on(methods)
        if self.needs_origin(req) and not self.has_own_origin(req):
            self.tell(req)
            raise OriginNotAllowed

    def process_response(self, _req: Request, resp: Response, _resource: object, _succeeded: bool) -> None:
        """Keep answers, which depend on who asks, out of every cache, save those that say otherwise.

        No browser is to take one for another type than it says.
        """
        resp.set_header("x-content-type-options", "nosniff")
        if resp.cache_control is None:
            resp.cache_control = ["no-store"]

    def needs_origin(self, req: Request) -> bool:
        """Whether the request could be a browser's, sent by a page of somebody else's."""
        is_write = req.method in UNSAFE and req.path.startswith(COOKIE_SURFACE)
        return is_write and self._cookie.read(req.env["gateway.raw_headers"]) is not None

    def has_own_origin(self, req: Request) -> bool:
        """Whether no page but this gateway's can have sent it."""
        headers, peer = req.env["gateway.raw_headers"], req.env["REMOTE_ADDR"]
        return self._origin_rule.admits(
            req.get_header("origin"), req.get_header("sec-fetch-site"), headers, peer
        )

    def tell(self, req: Request) -> None:
        """Log what the browser said, and which line would make that this gateway's origin."""
        own = self._origin_rule.own(req.env["gateway.raw_headers"], req.env["REMOTE_ADDR"])
        sent = req.get_header("origin") or ""
        told = f"a change asked for by a page of {_quoted(sent)} was refused: this origin is {_quoted(own)}"
        if _ORIGIN.fullmatch(sent):
            told += (
                f"; if browsers are to reach the gateway at {_quoted(sent)}, add to its config: "
                f"server.public_base_url: {_quoted(sent)}"
            )
        logger.warning(told, extra={"request_id": req.env.get(ENVIRON_KEY)})


def _quoted(text: str) -> str:
    """As JSON, which is YAML as well, and one line of ASCII whatever is in it."""
    return json.dumps(text[:_LONGEST])


def methods_of(resource: object) -> tuple[str, ...]:
    """The methods *resource* has responders for, HEAD beside GET."""
    methods = {name.removeprefix("on_").upper() for name in dir(resource) if name.startswith("on_")}
    return tuple(sorted(methods | ({"HEAD"} if "GET" in methods else set())))
