"""What is the UI's and what stops at the gateway, by path."""

import pytest

from tests.given.proxy_rules import rules


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
