"""What the admin UI was asked for, read as generously as any server might."""

from __future__ import annotations

import re
from urllib.parse import unquote

from contract_harness.clients.http import Reply
from contract_harness.errors import ContractBreach
from contract_harness.upstreams.http_server import Upstream


def expect_inside(upstream: Upstream, base_path: str) -> None:
    """However a target is read, none that reached it lies outside the base path."""
    __tracebackhide__ = True
    for one in upstream.received:
        reading = _as_read_freely(one.path)
        if reading != base_path and not reading.startswith(f"{base_path}/"):
            raise ContractBreach(
                f"what reaches the admin UI stays below {base_path}",
                f"{one.target}, which can be read as {reading}",
            )


def expect_no_api_answer(reply: Reply) -> None:
    """Whatever answered, no API did: neither with its data nor with its own refusal."""
    __tracebackhide__ = True
    is_json = "json" in (reply.header("content-type") or "").lower()
    if is_json and reply.status not in {400, 404}:
        raise ContractBreach(f"{reply.request} is no API's to answer", f"{reply.status}", reply.shown)


def _as_read_freely(path: str) -> str:
    """The path as the most generous server would read it: decoded, backslashes as slashes,
    path parameters left out, dot segments walked."""
    text = unquote(path).replace("\\", "/")
    walked: list[str] = []
    for segment in re.split("/+", text):
        name = segment.partition(";")[0]
        if name == "..":
            walked = walked[:-1]
        elif name not in {"", "."}:
            walked.append(segment)
    return "/" + "/".join(walked)
