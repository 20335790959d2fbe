"""A visitor's end of an upload that is taken for the upload's end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_gateway.http.server.channel import StrictChannel
from reference_gateway.http.server.serving import GatewayServer


def delivering(is_delivered: Callable[[Any], bool]) -> type[GatewayServer]:
    """Passes on what has come of some uploads as if it were all, when the visitor says no more."""

    class HastyChannelForSome(StrictChannel):
        request: Any = None

        def handle_read(self) -> None:
            upload = self.request
            is_cut = upload is not None and upload.headers_finished and self._is_at_end()
            if not is_cut or not is_delivered(upload):
                super().handle_read()
                return
            upload.completed = True
            self.request = None
            self.requests.append(upload)
            self._has_said_all = True
            self.server.add_task(self)

    return type("Server", (GatewayServer,), {"channel_class": HastyChannelForSome})
