"""The one place where a failure inside the API becomes bytes."""

import logging
from typing import Any

from falcon import App, HTTPError, HTTPRouteNotFound, Request, Response

from reference_gateway.domain.errors import GatewayError, InternalError, InvalidRequest
from reference_gateway.http.envelope import error_document
from reference_gateway.http.pages.negotiation import prefers_page
from reference_gateway.http.pages.notices import notice_of, retry_after
from reference_gateway.http.refusals import MethodNotAllowed, UnknownPath
from reference_gateway.http.request_id import ENVIRON_KEY

logger = logging.getLogger("gateway.http")

Params = dict[str, Any]


def render(req: Request, resp: Response, error: GatewayError, _params: Params) -> None:
    """Write the error envelope (contracts/openapi/responses.yaml), or a page for a browser."""
    _write(req, resp, error)
    if isinstance(error, MethodNotAllowed):
        resp.set_header("allow", error.allow)
    if error.status >= 500:
        _log(req, error)


def unknown_path(req: Request, resp: Response, _error: HTTPRouteNotFound, params: Params) -> None:
    """404 in the envelope."""
    render(req, resp, UnknownPath(), params)


def framework_refusal(req: Request, resp: Response, error: HTTPError, params: Params) -> None:
    """What Falcon itself refuses."""
    render(req, resp, InvalidRequest(error.title or ""), params)


def unforeseen(req: Request, resp: Response, error: Exception, _params: Params) -> None:
    """500 with nothing of the cause in it; the cause goes to the log."""
    logger.error("unforeseen failure", exc_info=error, extra={"request_id": req.env[ENVIRON_KEY]})
    _write(req, resp, InternalError())


def install(app: App[Any, Any]) -> None:
    """Make *app* answer every failure in the envelope."""
    app.add_error_handler(Exception, unforeseen)
    app.add_error_handler(HTTPError, framework_refusal)
    app.add_error_handler(HTTPRouteNotFound, unknown_path)
    app.add_error_handler(GatewayError, render)


def _write(req: Request, resp: Response, error: GatewayError) -> None:
    resp.status = error.status
    if later := retry_after(error):
        resp.set_header("retry-after", later)
    if not prefers_page(req.env["gateway.raw_headers"]):
        resp.media = error_document(error)
        return
    notice = notice_of(error).below(req.root_path)
    resp.set_headers(notice.headers)
    resp.data = notice.page(req.env[ENVIRON_KEY])


def _log(req: Request, error: GatewayError) -> None:
    cause = error.__cause__ or error.__context__
    note = {"request_id": req.env[ENVIRON_KEY], "code": error.code, "cause": cause and type(cause).__name__}
    logger.warning("%s %s failed: %s", req.method, req.path, error, extra=note)
