"""The manifests: rendered by kubectl, against the schemas of Kubernetes, and as the harness reads them."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from contract_harness.compose.reading.manifest_files import read_manifests
from tests.given.tools import DEPLOY, ROOT, refuses, run


@pytest.fixture(scope="module")
def rendered() -> str:
    """What `kubectl apply --kustomize deploy` would send."""
    return run("kubectl", "kustomize", DEPLOY)


def test_what_is_applied_is_valid(rendered: str, tmp_path: Path) -> None:
    """Every object by the strict schema of its kind."""
    file = tmp_path / "rendered.yaml"
    file.write_text(rendered, "utf-8")
    said = run("kubernetes-validate", "--strict", file)

    assert len(list(yaml.safe_load_all(rendered))) == said.count(" passed for resource ")


def test_the_schema_refuses_a_key_nobody_knows(rendered: str, tmp_path: Path) -> None:
    """A slip in a security context would be seen."""
    file = tmp_path / "rendered.yaml"
    file.write_text(rendered.replace("readOnlyRootFilesystem", "readOnlyRootFileSystem", 1), "utf-8")

    assert "readOnlyRootFileSystem" in refuses("kubernetes-validate", "--strict", file)


def test_the_harness_reads_what_kubectl_renders(rendered: str) -> None:
    """The same objects, but for the namespace and the hash in the name of a generated config map."""
    read = [described(one) for one in read_manifests(DEPLOY / "kustomization.yaml")]

    assert sorted(read) == sorted(described(one) for one in yaml.safe_load_all(rendered))


def described(one: dict[str, Any]) -> str:
    """An object without its namespace and generated names."""
    document = {key: value for key, value in one.items() if key != "metadata"}
    name = "gateway-config" if one["kind"] == "ConfigMap" else one["metadata"]["name"]
    text = yaml.safe_dump(
        {**document, "metadata": {"name": name, "labels": one["metadata"].get("labels", {})}}
    )
    hashed = next((word for word in text.split() if word.startswith("gateway-config-")), "gateway-config")
    return text.replace(hashed, "gateway-config")


def test_the_manifests_use_the_images_of_this_version() -> None:
    """A release moves them together with everything else."""
    version = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]["gateway"]["image"]
    tag = version.rpartition(":-")[2].rstrip("}")
    text = "".join(file.read_text("utf-8") for file in (DEPLOY / "kubernetes").glob("*.yaml"))
    images = [line.split()[1] for line in text.splitlines() if line.strip().startswith("image:")]

    assert {tag} == {image.rpartition(":")[2] for image in images}
    assert 5 == len(images)


def test_the_comment_shows_commands_that_name_what_is_there() -> None:
    """The jobs to enable, and the secret to make."""
    head = (DEPLOY / "kustomization.yaml").read_text("utf-8")
    manifests = (ROOT / "deploy" / "kubernetes" / "jobs.yaml").read_text("utf-8")

    for job in ("gateway-bootstrap-admin", "gateway-seed-config"):
        assert f"patch job {job}" in head
        assert f"\n  name: {job}\n" in manifests
    assert "secret generic gateway-secrets" in head
    assert "name: gateway-secrets," in manifests
