"""Where the admin UI is, as the environment says it."""

import pytest

from reference_gateway.http.proxy.ui_settings import UiSettingInvalid, UiSettings


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
        ("ADMIN_UI_WEBSOCKET_IDLE_TIMEOUT_MS", "an hour"),
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
