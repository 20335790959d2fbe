"""The limits of the shipped pod, tried together: memory, `/tmp`, the largest body, and many at once."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml

from contract_harness.configs.default_config import MODEL
from contract_harness.installations.installation import Installation, ProcessGateway
from tests.faults.place import DATABASES, installed
from tests.given.places import ROOT

AT_ONCE = 64
SIGN_INS_MIB = 300
"""Of a limit of 512: beside it are calls, and what lies in `/tmp`."""
MIB = 1024 * 1024


@pytest.fixture
def pod() -> dict[str, Any]:
    """The deployment that is shipped."""
    documents = yaml.safe_load_all((ROOT / "deploy/kubernetes/gateway.yaml").read_text("utf-8"))
    found: dict[str, Any] = next(one for one in documents if one["kind"] == "Deployment")
    spec: dict[str, Any] = found["spec"]["template"]["spec"]
    return spec


@pytest.fixture(params=DATABASES)
def installation(request: pytest.FixtureRequest) -> Iterator[Installation]:
    """A gateway with the server section that is shipped, on each database."""
    shipped = yaml.safe_load((ROOT / "deploy/config/gateway.yaml").read_text("utf-8"))["server"]
    with installed(DATABASES[request.param], None) as place:
        place.config["server"] = {**shipped, "bind": place.config["server"]["bind"]}
        yield place


def test_sign_ins_and_large_bodies_fit_into_the_pod(pod: dict[str, Any], installation: Installation) -> None:
    """Sixty-four people who guess at once, then the largest bodies, as many as `/tmp` has room for."""
    (container,) = pod["containers"]
    memory_mib = _mib(container["resources"]["limits"]["memory"])
    (tmp,) = (one["emptyDir"] for one in pod["volumes"] if "emptyDir" in one)
    assert "Memory" == tmp["medium"]
    largest = installation.config["server"].get("max_body_bytes", 64 * MIB)
    gateway = installation.serve(*container["args"][1:])
    with ThreadPoolExecutor(AT_ONCE) as people:
        refused = [list(people.map(_guess, [gateway] * AT_ONCE, range(AT_ONCE))) for _ in range(2)]
    signed_in_mib = _peak_mib(gateway)
    body = b'{"model": "%b", "messages": [%b' % (MODEL.encode(), b"[]," * (largest // 3 - 100))
    text = b'{"model": "nobody", "messages": [{"role": "user", "content": "%b"}]}'
    text %= b"a" * (largest - len(text))
    assert 2 * len(body) > _mib(tmp["sizeLimit"]) * MIB < 2 * len(text)  # so they come one at a time
    answered = [_call(installation, gateway, one) for one in (body + b"[]]}", text)]
    outcome_mib = _peak_mib(gateway)
    gateway.stop()

    assert [[401] * AT_ONCE] * 2 == refused
    assert [413, 404] == answered
    assert signed_in_mib <= SIGN_INS_MIB
    assert outcome_mib <= memory_mib - _mib(tmp["sizeLimit"])


def _guess(gateway: ProcessGateway, number: int) -> int:
    return gateway.admin().sign_in(f"{number}@example.com", "a wrong password").status


def _call(installation: Installation, gateway: ProcessGateway, body: bytes) -> int:
    headers = [
        ("authorization", f"Bearer {installation.credentials.api_key}"),
        ("content-type", "application/json"),
    ]
    return gateway.http.send("POST", "/v1/chat/completions", headers=headers, body=body).status


def _peak_mib(gateway: ProcessGateway) -> float:
    """What all processes of it have held at most, each at its worst."""
    told = [Path(f"/proc/{pid}/status").read_text("ascii") for pid in gateway.pids()]
    assert told
    return sum(int(kib) for one in told for kib in re.findall(r"VmHWM:\s+(\d+) kB", one)) / 1024


def _mib(quantity: str) -> int:
    """As Kubernetes writes it."""
    assert quantity.endswith("Mi")
    return int(quantity.removesuffix("Mi"))
