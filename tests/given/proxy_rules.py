"""The proxy's rules and a request to apply them to, without a socket."""

import io

from reference_gateway.http.forwarded import Forwarded, TrustedPeers
from reference_gateway.http.proxy.rules import Inbound, ProxyRules
from reference_gateway.http.proxy.ui_settings import UiSettings


def rules(*, base_path: str = "/admin", upstream: str = "http://ui:3001", trusted: tuple[str, ...] = ()):
    environment = {"ADMIN_UI_BASE_PATH": base_path, "ADMIN_UI_UPSTREAM": upstream}
    settings = UiSettings.from_environment(environment)
    return ProxyRules(settings, Forwarded(TrustedPeers(trusted)), lambda path: path == "/v1/models")


def inbound(*headers: tuple[str, str], peer: str = "10.0.0.9", body: bytes = b"") -> Inbound:
    return Inbound(
        method="GET",
        target="/admin/x?q",
        headers=headers,
        peer=peer,
        request_id="id-1",
        body=io.BytesIO(body),
        body_bytes=len(body),
    )
