"""Pages from templates."""

from __future__ import annotations

from datetime import UTC, datetime

from falcon import Response
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from reference_gateway.admin_ui.assets import Assets

MASKED_LENGTH = 12


class Views:
    """The templates, told where the UI is mounted and what its assets are called."""

    def __init__(self, assets: Assets, base_path: str) -> None:
        self._assets = assets
        self._base_path = base_path
        self._environment = Environment(
            loader=PackageLoader("reference_gateway.admin_ui", "templates"),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(masked=masked, day=day, minute=minute, sentence=sentence)

    def show(self, resp: Response, template: str, **values: object) -> None:
        """Answer with a page; the status stays as the caller set it."""
        resp.content_type = "text/html; charset=utf-8"
        prefix = resp.context.prefix
        resp.text = self._environment.get_template(template).render(
            asset=lambda name: prefix + self._assets.url(name), base=prefix + self._base_path, **values
        )


def masked(prefix: str) -> str:
    """A key's prefix as shown: enough to recognise it by, never the whole of it."""
    return f"{prefix[:MASKED_LENGTH]}****"


def day(moment: str) -> str:
    """The UTC date of an RFC 3339 time, as 2026-04-24."""
    return _utc(moment).strftime("%Y-%m-%d")


def minute(moment: str) -> str:
    """An RFC 3339 time to the minute, as 2026-04-24 09:30 UTC."""
    return _utc(moment).strftime("%Y-%m-%d %H:%M UTC")


def sentence(message: str) -> str:
    """A message of the API as a sentence for people."""
    text = message.strip() or "The gateway refused without saying why"
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".")


def _utc(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(UTC)
