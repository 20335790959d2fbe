"""The request id: one for every answer, the same for the client, the admin UI, the provider and the log."""

import re
import uuid

HEADER = "x-request-id"

ENVIRON_KEY = "gateway.request_id"
"""Where the WSGI environment carries it."""

_ACCEPTABLE = re.compile(r"[\x21-\x7e]{1,128}")


class RequestIds:
    """Keeps the client's id when it is 1 to 128 visible ASCII characters, else makes a UUIDv4."""

    def choose(self, sent: str | None) -> str:
        """The id of a request whose `x-request-id` was *sent*; None when it sent none."""
        return sent if sent is not None and self.is_acceptable(sent) else self.make()

    def is_acceptable(self, sent: str) -> bool:
        """Whether *sent* is kept."""
        return _ACCEPTABLE.fullmatch(sent) is not None

    def make(self) -> str:
        """A fresh id."""
        return str(uuid.uuid4())
