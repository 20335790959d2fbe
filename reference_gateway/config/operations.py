"""`budget_alerts:` and `request_logging:`: what is told to whom, and what is kept of a call."""

import re
from typing import Annotated, Literal

from msgspec import Meta, field

from reference_gateway.config.references import MAY_REFER, SecretReference
from reference_gateway.config.section import NonBlank, Positive, Section

_SEGMENT = re.compile(r"(?:[A-Za-z0-9_-]+|\*)\Z")


class SinkTransport(Section, frozen=True):
    """`transport.kind: sink`: alerts are logged and marked sent."""

    kind: Literal["sink"] = "sink"


class SmtpTransport(Section, frozen=True):
    """`transport.kind: smtp`"""

    kind: Literal["smtp"]
    host: NonBlank
    port: Annotated[int, Meta(gt=0, lt=65536)] = 587
    username: Annotated[str, MAY_REFER] | None = None
    """Plain text, or a reference to it."""
    password: SecretReference | None = None
    starttls: bool = True


class AlertEmail(Section, frozen=True):
    """`budget_alerts.email:`"""

    from_email: NonBlank = "alerts@local"
    from_name: str | None = None
    poll_interval_secs: Positive = 30
    batch_size: Positive = 25
    transport: SinkTransport | SmtpTransport = SinkTransport()


class BudgetAlerts(Section, frozen=True):
    """`budget_alerts:`"""

    email: AlertEmail = AlertEmail()


def _redaction_path(text: str) -> str:
    if not all(_SEGMENT.match(segment) for segment in text.split(".")):
        raise ValueError("must be a dot path whose segments are letters, digits, `_`, `-`, or a lone `*`")
    return text


class Payloads(Section, frozen=True):
    """`request_logging.payloads:`"""

    capture_mode: Literal["disabled", "summary_only", "redacted_payloads"] = "redacted_payloads"
    request_max_bytes: Positive = 65_536
    response_max_bytes: Positive = 65_536
    stream_max_events: Positive = 128
    redaction_paths: list[Annotated[str, _redaction_path]] = field(default_factory=list)


class RequestLogging(Section, frozen=True):
    """`request_logging:`"""

    payloads: Payloads = Payloads()
