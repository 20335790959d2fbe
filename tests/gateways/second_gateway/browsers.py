"""What a browser is shown, and what tells it from a program."""

from __future__ import annotations

from html import escape
from http import HTTPStatus

from aiohttp import web

SOON_S = 1.5
_SHOWN = "shown_waiting"


def is_browser(request: web.BaseRequest) -> bool:
    """HTML is worth more to it than JSON."""
    return _worth(request, "text/html") > _worth(request, "application/json")


def can_be_told(request: web.BaseRequest) -> bool:
    """It may ask for this page once more, and has not just been made to."""
    mode = request.headers.get("Sec-Fetch-Mode", "navigate")
    is_visit = request.method == "GET" and mode == "navigate" and is_browser(request)
    return is_visit and request.cookies.get(_SHOWN) != "1"


def page(status: int, allow: str | None = None, *, waits: bool = False) -> web.Response:
    """A refusal for people; one that *waits* loads its own address and is shown until that answers."""
    words = escape(HTTPStatus(status).phrase)
    refresh = '<meta http-equiv="refresh" content="0">' if waits else ""
    text = f"<!doctype html><title>{words}</title>{refresh}<h1>{words}</h1>"
    answer = web.Response(status=status, text=text, content_type="text/html")
    if allow:
        answer.headers["Allow"] = allow
    if status == 503:
        answer.headers["Retry-After"] = "5"
    if waits:
        answer.set_cookie(_SHOWN, "1", max_age=30, httponly=True)
    return answer


def _worth(request: web.BaseRequest, media_type: str) -> float:
    found = [(-1, 0.0)]
    for one in ",".join(request.headers.getall("Accept", [])).lower().split(","):
        named, *parameters = (part.strip() for part in one.split(";"))
        if named in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
            values = [part[2:] for part in parameters if part.startswith("q=")]
            found.append((2 - named.count("*"), float(values[0]) if values else 1.0))
    return max(found)[1]
