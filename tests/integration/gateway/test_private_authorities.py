"""A certificate that only a private authority knows, of a provider and of the admin UI."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reference_gateway.domain.errors import UpstreamTransport
from reference_gateway.http.proxy.ui_client import UiClient
from reference_gateway.http.proxy.ui_failures import UiUnreachable
from reference_gateway.http.proxy.ui_messages import UiRequest
from reference_gateway.http.proxy.ui_settings import UPSTREAM, UiSettings
from reference_gateway.providers.exchange import Exchange
from tests.given.http_upstream import Upstream, page
from tests.given.tls import Certificates, pipe

Ask = Callable[[str, dict[str, str]], int]


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Of an authority that no machine knows."""
    return Certificates.made_in(tmp_path_factory.mktemp("pki"))


@pytest.fixture
def secured(certificates: Certificates) -> Iterator[str]:
    """The URL of a server behind TLS."""
    upstream = Upstream()
    upstream.script = page(b"{}")
    with pipe(f"http://127.0.0.1:{upstream.port}", certificates) as url:
        yield url
    upstream.stop()


def of_provider(url: str, _env: dict[str, str]) -> int:
    """The status of a provider's answer."""
    return Exchange(total_s=5).post(f"{url}/v1/chat/completions", b"{}", {})[0].status


def of_admin_ui(url: str, env: dict[str, str]) -> int:
    """The status of the admin UI's answer."""
    client = UiClient(UiSettings.from_environment({UPSTREAM: url, **env}))
    request = UiRequest("GET", "/admin", [("host", "x")], io.BytesIO(), 0)
    answer = client.exchange(request, lambda: False)
    answer.close()
    client.close()
    return answer.status


@pytest.mark.parametrize("ask", [of_provider, of_admin_ui])
@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"])
def test_either_variable_counts_for_both(
    ask: Ask, variable: str, secured: str, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever of the two an operator knows."""
    monkeypatch.setenv(variable, str(certificates.ca))

    assert 200 == ask(secured, {variable: str(certificates.ca)})


@pytest.mark.parametrize("ask", [of_provider, of_admin_ui])
def test_without_either_it_is_not_trusted(
    ask: Ask, secured: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the reason is told to the operator."""
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with pytest.raises((UpstreamTransport, UiUnreachable)) as failed:
        ask(secured, {})

    assert "certificate verify failed" in f"{caplog.text} {failed.value}"


def test_a_bundle_that_is_not_there_is_told(secured: str, tmp_path: Path) -> None:
    """By its name, as a UI that cannot be reached."""
    with pytest.raises(UiUnreachable):
        of_admin_ui(secured, {"REQUESTS_CA_BUNDLE": str(tmp_path / "gone.pem")})
