"""The admin UI as a command: its settings, its first line, its end."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence

import pytest

from reference_gateway.admin_ui.settings import DEFAULT_GATEWAY_ORIGIN, BadSetting, Settings

COMMAND = [sys.executable, "-m", "reference_gateway.admin_ui"]


def ended_run(
    command: Sequence[str], env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command that ends by itself."""
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=30, check=False)


def test_it_says_where_it_listens_and_ends_when_told() -> None:
    """The first line names both addresses; SIGTERM is a clean end."""
    with subprocess.Popen([*COMMAND, "--port", "0"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        exit_code = process.wait(10)

    assert re.search(
        r"listening on http://127\.0\.0\.1:[1-9]\d+/admin \(gateway: http://127\.0\.0\.1:8080\)", line
    )
    assert exit_code == 0


def test_a_taken_port_is_one_sentence() -> None:
    """Exit 1, naming the port and the remedy."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = ended_run([*COMMAND, "--port", port])

    assert ended.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in ended.stderr
    assert "choose another port with --port or PORT" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_bad_setting_is_one_sentence() -> None:
    """Exit 2, as for every usage error."""
    env = {**os.environ, "PORT": "http"}
    ended = ended_run(COMMAND, env)

    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "PORT is 'http'" in ended.stderr


def test_settings_have_defaults_for_a_local_gateway() -> None:
    """Port 3001, /admin, the gateway on this machine; an empty variable means its default."""
    settings = Settings.read({"ADMIN_GATEWAY_ORIGIN": "", "PORT": ""})

    assert (settings.port, settings.base_path) == (3001, "/admin")
    assert settings.gateway_origin == DEFAULT_GATEWAY_ORIGIN


@pytest.mark.parametrize(
    ("environ", "port", "base_path", "origin"),
    [
        ({"PORT": "3000"}, 3000, "/admin", DEFAULT_GATEWAY_ORIGIN),
        ({"ADMIN_UI_BASE_PATH": " ops/ "}, 3001, "/ops", DEFAULT_GATEWAY_ORIGIN),
        ({"ADMIN_UI_BASE_PATH": "/"}, 3001, "", DEFAULT_GATEWAY_ORIGIN),
        ({"ADMIN_GATEWAY_ORIGIN": "https://gw.example/"}, 3001, "/admin", "https://gw.example"),
    ],
)
def test_settings_from_the_environment(
    environ: Mapping[str, str], port: int, base_path: str, origin: str
) -> None:
    """Each variable, in the forms the gateway accepts too."""
    settings = Settings.read(environ)

    assert (port, base_path, origin) == (settings.port, settings.base_path, settings.gateway_origin)


@pytest.mark.parametrize(
    "environ",
    [
        {"PORT": "70000"},
        {"PORT": "-1"},
        {"ADMIN_GATEWAY_ORIGIN": "gateway:8080"},
        {"ADMIN_GATEWAY_ORIGIN": "ftp://gateway"},
        {"ADMIN_GATEWAY_ORIGIN": "http://gateway/api"},
        {"ADMIN_GATEWAY_ORIGIN": "http://user@gateway"},
        {"ADMIN_GATEWAY_ORIGIN": "http://gateway:port"},
    ],
)
def test_settings_that_cannot_be_used(environ: Mapping[str, str]) -> None:
    """The message names the variable and what it holds."""
    ((name, value),) = environ.items()

    with pytest.raises(BadSetting, match=name) as caught:
        Settings.read(environ)
    assert value in str(caught.value)
