"""`budget_alerts:` and `request_logging:`: what is told to whom, and what is kept of a call."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from reference_gateway.config.base import NonBlank, Section
from reference_gateway.config.references import SecretReference

_SEGMENT = re.compile(r"(?:[A-Za-z0-9_-]+|\*)\Z")


class SinkTransport(Section):
    """`transport.kind: sink`: alerts are logged and marked sent."""

    kind: Literal["sink"] = "sink"


class SmtpTransport(Section):
    """`transport.kind: smtp`"""

    kind: Literal["smtp"]
    host: NonBlank
    port: int = Field(default=587, gt=0, lt=65536)
    username: str | None = None
    """Plain text, or a reference to it."""
    password: SecretReference | None = None
    starttls: bool = True


class AlertEmail(Section):
    """`budget_alerts.email:`"""

    from_email: NonBlank = "alerts@local"
    from_name: str | None = None
    poll_interval_secs: int = Field(default=30, gt=0)
    batch_size: int = Field(default=25, gt=0)
    transport: Annotated[SinkTransport | SmtpTransport, Field(discriminator="kind")] = Field(
        default_factory=SinkTransport
    )


class BudgetAlerts(Section):
    """`budget_alerts:`"""

    email: AlertEmail = Field(default_factory=AlertEmail)


def _redaction_path(text: str) -> str:
    if not all(_SEGMENT.match(segment) for segment in text.split(".")):
        raise ValueError("must be a dot path whose segments are letters, digits, `_`, `-`, or a lone `*`")
    return text


class Payloads(Section):
    """`request_logging.payloads:`"""

    capture_mode: Literal["disabled", "summary_only", "redacted_payloads"] = "redacted_payloads"
    request_max_bytes: int = Field(default=65_536, gt=0)
    response_max_bytes: int = Field(default=65_536, gt=0)
    stream_max_events: int = Field(default=128, gt=0)
    redaction_paths: list[Annotated[str, AfterValidator(_redaction_path)]] = Field(default_factory=list)


class RequestLogging(Section):
    """`request_logging:`"""

    payloads: Payloads = Field(default_factory=Payloads)
