"""What is the UI's and what stops at the gateway, decided without a socket."""

import io

import pytest

from reference_gateway.http.forwarded import Forwarded, OriginRule, TrustedPeers
from reference_gateway.http.proxy_rules import Inbound, ProxyRules
from reference_gateway.http.ui_settings import UiSettingInvalid, UiSettings


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


@pytest.mark.parametrize("path", ["/admin", "/admin/", "/admin/x", "/admin//x", "/admin/%2e", "/admin/a/b"])
def test_the_base_path_and_all_below_it_is_the_uis(path):
    """With and without a slash at the end."""
    assert rules().mounts(path)


@pytest.mark.parametrize(
    "path",
    ["/", "/administrator", "/adminx", "/admin%2Fx", "/%61dmin/x", "//admin/x", "/x/admin", "/Admin", "*"],
)
def test_neighbours_are_not(path):
    """Raw text decides: an encoded neighbour is a neighbour."""
    assert not rules().mounts(path)


def test_a_ui_at_the_root_leaves_the_api_its_routes():
    """Everything else is the UI's."""
    at_root = rules(base_path="/")

    assert not at_root.mounts("/v1/models")
    assert at_root.mounts("/v1/other")
    assert at_root.mounts("/")


@pytest.mark.parametrize(
    "path",
    [
        "/admin/..",
        "/admin/../v1/models",
        "/admin/a/../../x",
        "/admin/%2e%2e/x",
        "/admin/%2E./x",
        "/admin/..%2fx",
        "/admin/a%2f..%2f..%2fx",
        "/admin/..%5cx",
        "/admin/..\\x",
        "/admin/%2e%2e%5c%2e%2e",
        "/admin//../x",
        "/admin/./../x",
        "/admin/..;/x",
        "/admin/a/../../admin/b",
    ],
)
def test_a_path_that_would_leave_the_base_is_seen(path):
    """However dots and slashes are written."""
    assert not rules().is_within_base(path)


@pytest.mark.parametrize(
    "path",
    [
        "/admin",
        "/admin/",
        "/admin/a/..",
        "/admin/a/../b",
        "/admin/...",
        "/admin/..a",
        "/admin/a%2Fb",
        "/admin/%252e%252e",
    ],
)
def test_a_path_that_stays_passes(path):
    """Dots that lead nowhere outside are the UI's business."""
    assert rules().is_within_base(path)


@pytest.mark.parametrize(
    ("upstream", "expected"),
    [
        ("http://ui:3001", "/admin/x?q"),
        ("http://ui:3001/", "/admin/x?q"),
        ("http://ui:3001/own/", "/own/admin/x?q"),
        ("http://ui/a/b", "/a/b/admin/x?q"),
    ],
)
def test_the_upstreams_own_path_comes_first(upstream, expected):
    """Its trailing slash does not count, the base path is kept."""
    assert expected == rules(upstream=upstream).upstream_target("/admin/x?q")


def test_the_clients_headers_pass_in_order_and_number():
    """Repeated ones stay repeated; spelling is kept."""
    sent = (("Host", "g"), ("Cookie", "a=1"), ("X-A", "1"), ("Authorization", "b"), ("X-A", "2"))

    received = rules().request_headers(inbound(*sent))

    assert [("Cookie", "a=1"), ("X-A", "1"), ("Authorization", "b"), ("X-A", "2")] == received[-4:]


def test_one_hop_headers_stop():
    """The fixed set and whatever Connection names."""
    sent = [
        ("Host", "g"),
        ("Connection", "close, X-Hop"),
        ("Connection", "x-other"),
        ("X-Hop", "1"),
        ("X-Other", "1"),
    ]
    sent += [(name, "1") for name in ("Keep-Alive", "TE", "Trailer", "Upgrade", "Proxy-Authorization")]
    sent += [("Transfer-Encoding", "chunked"), ("Expect", "100-continue"), ("Proxy-Connection", "close")]

    names = {name.lower() for name, _ in rules().request_headers(inbound(*sent))}

    assert {
        "host",
        "x-forwarded-host",
        "x-forwarded-proto",
        "x-forwarded-origin",
        "x-request-id",
        "content-length",
    } == names


def test_connection_cannot_name_what_we_set():
    """A client does not get our own headers dropped."""
    sent = (
        ("Host", "g"),
        ("Connection", "x-forwarded-host, content-length, host, x-request-id"),
        ("Content-Length", "2"),
    )

    received = dict(rules().request_headers(inbound(*sent, body=b"ok")))

    assert "ui:3001" == received["host"]
    assert "g" == received["x-forwarded-host"]
    assert "2" == received["content-length"]
    assert "id-1" == received["x-request-id"]


FORGED = (
    ("Host", "g"),
    ("X-Forwarded-Host", "evil"),
    ("x-forwarded-proto", "https"),
    ("X-Forwarded-Origin", "https://evil"),
    ("X_Forwarded_Host", "evil"),
    ("X-Forwarded-For", "1.2.3.4"),
    ("Forwarded", "for=1.2.3.4"),
    ("X-Request-Id", "forged"),
)


def test_a_strangers_forwarding_headers_do_not_pass():
    """One of each of ours, none of theirs."""
    received = rules().request_headers(inbound(*FORGED))

    assert [
        ("host", "ui:3001"),
        ("x-forwarded-host", "g"),
        ("x-forwarded-proto", "http"),
        ("x-forwarded-origin", "http://g"),
        ("x-request-id", "id-1"),
    ] == received


def test_a_trusted_proxy_is_believed():
    """Its word replaces ours, and its chain goes on."""
    received = rules(trusted=("10.0.0.0/8",)).request_headers(inbound(*FORGED))

    assert ("x-forwarded-host", "evil") in received
    assert ("x-forwarded-proto", "https") in received
    assert ("x-forwarded-origin", "https://evil") in received
    assert ("X-Forwarded-For", "1.2.3.4") in received
    assert 1 == sum(name.lower().replace("_", "-") == "x-forwarded-host" for name, _ in received)


def test_without_a_host_nothing_is_claimed():
    """HTTP/1.0 may leave it out."""
    names = [name for name, _ in rules().request_headers(inbound())]

    assert ["host", "x-request-id"] == names


def test_the_answers_headers_pass_but_for_one_hop_ones():
    """Several Set-Cookie survive; Connection-named ones stop; the request id is ours."""
    answered = (
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2"),
        ("ETag", '"x"'),
        ("Content-Encoding", "gzip"),
        ("Location", "/admin/login"),
        ("Connection", "X-Hop"),
        ("X-Hop", "1"),
        ("Keep-Alive", "timeout=5"),
        ("Transfer-Encoding", "chunked"),
        ("X-Request-Id", "theirs"),
    )

    assert list(answered[:5]) == rules().response_headers(answered)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ADMIN_UI_UPSTREAM", "localhost:3001"),
        ("ADMIN_UI_UPSTREAM", "ftp://ui"),
        ("ADMIN_UI_UPSTREAM", "http://"),
        ("ADMIN_UI_UPSTREAM", "http://ui:port"),
        ("ADMIN_UI_UPSTREAM", "http://ui:99999"),
        ("ADMIN_UI_UPSTREAM", "http://user:secret@ui"),
        ("ADMIN_UI_UPSTREAM", "http://ui?x"),
        ("ADMIN_UI_UPSTREAM", ""),
        ("ADMIN_UI_BASE_PATH", "/a b"),
        ("ADMIN_UI_BASE_PATH", "/a/../b"),
        ("ADMIN_UI_BASE_PATH", "/a?b"),
        ("ADMIN_UI_CONNECT_TIMEOUT_MS", "soon"),
        ("ADMIN_UI_CONNECT_TIMEOUT_MS", "0"),
        ("ADMIN_UI_REQUEST_TIMEOUT_MS", "-1"),
        ("ADMIN_UI_REQUEST_TIMEOUT_MS", "1.5"),
        ("ADMIN_UI_REQUEST_TIMEOUT_MS", ""),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name, value):
    """Nothing falls back silently, and no password in a URL is repeated."""
    with pytest.raises(UiSettingInvalid, match=name) as refused:
        UiSettings.from_environment({name: value})

    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("/admin", "/admin"), (" admin/ ", "/admin"), ("/a/b//", "/a/b"), ("", ""), ("/", ""), ("  ", "")],
)
def test_base_paths_are_brought_into_one_form(text, expected):
    """A leading slash, none at the end, blank for the root."""
    assert expected == UiSettings.from_environment({"ADMIN_UI_BASE_PATH": text}).base_path


def test_the_defaults_are_the_documented_ones():
    """Nothing set."""
    settings = UiSettings.from_environment({})

    assert ("/admin", 750, 10_000) == (
        settings.base_path,
        settings.connect_timeout_ms,
        settings.request_timeout_ms,
    )
    assert ("localhost", 3001, "localhost:3001") == (
        settings.upstream.host,
        settings.upstream.port,
        settings.upstream.authority,
    )


@pytest.mark.parametrize(
    ("sent", "admitted"),
    [
        ("http://g", True),
        ("https://g", True),
        ("http://G", True),
        ("http://g:80", True),
        ("http://g:8080", False),
        ("http://g.evil", False),
        ("http://evil", False),
        ("http://g/", False),
        ("null", False),
        ("", False),
        ("g", False),
        (None, False),
    ],
)
def test_a_write_must_come_from_our_own_pages(sent, admitted):
    """Host against Host; the scheme is not ours to know without a trusted proxy."""
    rule = OriginRule(Forwarded(TrustedPeers()))

    assert admitted == rule.admits(sent, (("Host", "g"),), "10.0.0.9")


def test_behind_a_trusted_proxy_the_scheme_counts_too():
    """An http page of the same host is not our https origin."""
    rule = OriginRule(Forwarded(TrustedPeers(["10.0.0.0/8"])))
    headers = (("Host", "g"), ("X-Forwarded-Proto", "https"))

    assert rule.admits("https://g", headers, "10.0.0.9")
    assert not rule.admits("http://g", headers, "10.0.0.9")
    assert rule.admits("http://g", headers, "192.0.2.1")
