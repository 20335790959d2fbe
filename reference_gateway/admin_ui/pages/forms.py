"""Reading the plain HTML forms of this UI."""

from __future__ import annotations

import logging
from urllib.parse import parse_qs

from falcon import HTTPForbidden, HTTPUnsupportedMediaType, Request

from reference_gateway.admin_ui.origin_check import is_own_form, refusal

_log = logging.getLogger("admin_ui")


def read_form(req: Request) -> dict[str, str]:
    """The fields of a submitted form; the first value counts, an absent field is simply not there.

    The body's size is bounded by the server (`max_request_body_size`).

    Raises:
        HTTPForbidden: the form was not submitted by a page of this origin.
        HTTPUnsupportedMediaType: the body is no URL-encoded form.
    """
    if not is_own_form(req.context.visitor):
        _log.warning(refusal(req.context.visitor))
        raise HTTPForbidden(
            title="This form came from another site",
            description="Open the page here and send the form again. Nothing was changed.",
        )
    content_type = (req.content_type or "").partition(";")[0].strip().lower()
    if content_type not in ("application/x-www-form-urlencoded", ""):
        raise HTTPUnsupportedMediaType(description="Forms are sent as application/x-www-form-urlencoded.")
    body = req.bounded_stream.read().decode("utf-8", "replace")
    try:
        fields = parse_qs(body, keep_blank_values=True, max_num_fields=16)
    except ValueError:
        fields = {}
    return {name: values[0] for name, values in fields.items()}
