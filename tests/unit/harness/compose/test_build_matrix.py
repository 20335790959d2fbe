"""For which platforms images are built, as other people's files say it."""

from pathlib import Path

import pytest

from contract_harness.compose.reading.build_matrix import Product, read_platforms
from contract_harness.errors import NotObservable

PRODUCTS = [
    Product("gateway", frozenset({"gateway", "llm-gateway"}), "gateway/Dockerfile"),
    Product("admin-ui", frozenset({"admin-ui", "llm-gateway-ui"})),
]
AMD, BOTH = ["linux/amd64"], ["linux/amd64", "linux/arm64"]

STEPS = """
jobs:
  gateway:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: docker/build-push-action@v6
        with: {context: ., platforms: linux/amd64, tags: "x.io/${{ github.repository }}/llm-gateway:1"}
  ui:
    runs-on: ubuntu-latest
    env: {OWNER: example}
    steps:
      - {uses: docker/metadata-action@v5, id: meta, with: {images: "ghcr.io/${{ env.OWNER }}/llm-gateway-ui"}}
      - uses: docker/build-push-action@v6
        with:
          platforms: |
            linux/amd64
            linux/arm64
          tags: ${{ steps.meta.outputs.tags }}
"""
MATRIX = """
jobs:
  images:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        include:
          - {image: llm-gateway, file: images/gateway/Dockerfile, platforms: linux/amd64}
          - {image: llm-gateway-ui, file: images/ui/Dockerfile, platforms: "linux/amd64,linux/arm64"}
    steps:
      - name: ${{ matrix.image }}
        uses: docker/build-push-action@v6
        with:
          file: ${{ matrix.file }}
          platforms: ${{ matrix.platforms }}
          tags: ghcr.io/example/${{ matrix.image }}:${{ github.ref_name }}
"""
RUNNERS = """
jobs:
  gateway:
    runs-on: ubuntu-24.04
    steps: [{uses: docker/build-push-action@v6, with: {file: ./images/gateway/Dockerfile}}]
  admin-ui:
    strategy: {matrix: {runner: [ubuntu-24.04, ubuntu-24.04-arm], node: [22, 24], exclude: [{node: 22}]}}
    runs-on: ${{ matrix.runner }}
    steps:
      - uses: docker/build-push-action@v6
        with: {outputs: "type=image,name=ghcr.io/example/llm-gateway-ui,push-by-digest=true"}
"""
COMMANDS = """
jobs:
  all:
    runs-on: ubuntu-latest
    steps:
      - run: |
          docker buildx build --platform linux/amd64 -t x/llm-gateway:1 .
          docker buildx build --push --platform=linux/amd64,linux/arm64 \\
            --tag x/llm-gateway-ui:1 ui
"""
BAKE = """
variable "VERSION" { default = "1" }
variable "ALL" { default = ["linux/amd64", "linux/arm64"] }
group "default" { targets = ["gateway", "ui"] }
target "_base" {
  context = "."
  platforms = ["linux/amd64"]
}
target "gateway" {
  inherits = ["_base"]
  dockerfile = "images/gateway/Dockerfile"
  tags = ["ghcr.io/example/llm-gateway:${VERSION}"]
}
target "ui" {
  inherits = ["_base"]
  platforms = ALL
  tags = ["ghcr.io/example/llm-gateway-ui:${VERSION}"]
}
"""
BAKE_JSON = """
{"target": {"gateway": {"platforms": ["linux/amd64"]}, "admin-ui": {"inherits": ["base"], "tags": []},
 "base": {"platforms": ["linux/amd64", "linux/arm64"]}}}
"""
OURS = (
    '{"gateway": {"platforms": ["linux/amd64"]}, "admin-ui": {"platforms": ["linux/amd64", "linux/arm64"]}}'
)
FILES = {
    "steps.yml": STEPS,
    "matrix.yaml": MATRIX,
    "runners.yml": RUNNERS,
    "commands.yml": COMMANDS,
    "docker-bake.hcl": BAKE,
    "docker-bake.json": BAKE_JSON,
    "platforms.json": OURS,
}


def platforms(home: Path, name: str, text: str) -> dict[str, list[str]]:
    """What is read of a file of this name."""
    (home / name).write_text(text, "utf-8")
    found = read_platforms(home / name, PRODUCTS)
    return {one.name: found[one.name] for one in PRODUCTS}


@pytest.mark.parametrize("name", FILES)
def test_platforms_are_read_from_what_builds(name: str, tmp_path: Path) -> None:
    """A workflow, a matrix, a runner for each, a command line, a bake file, and our own JSON."""
    assert {"gateway": AMD, "admin-ui": BOTH} == platforms(tmp_path, name, FILES[name])


@pytest.mark.parametrize("name", FILES)
def test_a_platform_that_is_missing_is_seen(name: str, tmp_path: Path) -> None:
    """In each of them."""
    text = FILES[name].replace("-arm", "").replace(",linux/arm64", "").replace(', "linux/arm64"', "")
    found = platforms(tmp_path, name, text.replace("            linux/arm64\n", ""))

    assert {"gateway": AMD, "admin-ui": AMD} == found


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("other.yml", "jobs: {lint: {runs-on: x, steps: [{run: make}]}}", "it builds nothing"),
        (
            "matrix.yml",
            MATRIX.replace("matrix.platforms", "inputs.platforms"),
            "for which platforms gateway is",
        ),
        ("bake.hcl", BAKE.replace("= ALL", "= SOME"), "for which platforms admin-ui is built"),
        ("bake.json", BAKE_JSON.replace("gateway", "api"), "it builds admin-ui, api, base"),
    ],
)
def test_a_file_that_does_not_say_is_not_observable(name: str, text: str, said: str, tmp_path: Path) -> None:
    """The remedy is named."""
    with pytest.raises(NotObservable, match=said) as caught:
        platforms(tmp_path, name, text)
    assert "or name a JSON file in [deploy] platforms" in str(caught.value)
