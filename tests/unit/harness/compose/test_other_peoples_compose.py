"""Miniatures of what others ship: what is kept there, and what cannot be seen and is said so."""

from pathlib import Path

import pytest

from tests.given.shipping.verdicts import Verdicts, copy_of_what_is_shipped, verdicts

PULLED = """
services:
  gateway:
    image: ghcr.io/example/llm-gateway:1.2.3
    command: serve
    env_file: .env
    environment: [ADMIN_UI_UPSTREAM=http://admin-ui:3000]
    ports: ["8080:8080"]
    depends_on: [postgres, admin-ui]
  admin-ui:
    image: ghcr.io/example/llm-gateway-ui:1.2.3
    environment: {ADMIN_GATEWAY_ORIGIN: http://gateway:8080}
  postgres:
    image: pgvector/pgvector:0.8.0-pg17
    environment: {POSTGRES_PASSWORD: "${POSTGRES_PASSWORD}"}
    volumes: [data:/var/lib/postgresql/data]
volumes: {data: {}}
"""
EXAMPLE = "POSTGRES_URL=postgresql://postgres@postgres/gateway\nGATEWAY_API_KEY=\nPOSTGRES_PASSWORD=\n"


def judged(home: Path, compose: str = PULLED, **beside: str) -> Verdicts:
    """The verdicts on a folder with a compose file, and what lies beside it unless it is empty."""
    (home / "compose.yaml").write_text(compose, "utf-8")
    for name, text in {".env.example": EXAMPLE, **beside}.items():
        if text:
            (home / name).write_text(text, "utf-8")
    found = verdicts(home, platforms="", manifests="")
    return {clause.removeprefix("deployment."): said for clause, said in found.items()}


def test_a_database_that_exposes_nothing_is_led_to(tmp_path: Path) -> None:
    """Nobody gives a PostgreSQL image `expose`: 5432 is known, and any port of a service that names none."""
    found = judged(tmp_path)

    assert "kept" == found["compose-runs-the-topology"]
    assert "kept" == found["only-the-gateway-is-published"]


def test_a_database_at_another_port_is_not_led_to(tmp_path: Path) -> None:
    """The port of the host is not that of the container."""
    found = judged(tmp_path, **{".env.example": EXAMPLE.replace("@postgres/", "@postgres:15432/")})

    assert "no variable leads to postgres at 5432" in found["compose-runs-the-topology"]


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        (
            "images-are-built-in-stages",
            "there is no Dockerfile for gateway: name a compose file with `build`",
        ),
        ("images-check-their-health", "there is nothing here to look at: every image"),
        ("images-are-labelled", "there is nothing here to look at: every image"),
        ("image-platforms", "no build matrix is named: name a workflow, a bake file or a JSON file"),
        ("pods-are-confined", "no Kubernetes manifests are named"),
        ("config-and-environment-agree", "no YAML config is mounted into gateway: what its image holds"),
    ],
)
def test_what_is_not_shipped_is_not_observable(clause: str, said: str, tmp_path: Path) -> None:
    """Published images, no manifests, no matrix, the config in the image: nothing executed is never kept."""
    found = judged(tmp_path)[clause]

    assert found.startswith("not observable: ")
    assert said in found


def test_true_faults_stay_faults(tmp_path: Path) -> None:
    """That something cannot be seen excuses nothing that can be."""
    found = judged(tmp_path)

    assert "admin-ui: its root file system can be written" in found["root-file-systems-are-read-only"]
    assert "postgres: it has no health check" in found["health-is-checked"]
    assert "POSTGRES_URL" not in found["example-environment-is-complete"]


@pytest.mark.parametrize(
    ("key", "clauses"),
    [
        ("turbo: true", ("compose-runs-the-topology", "only-the-gateway-is-published", "health-is-checked")),
        ("healthcheck: {test: [CMD, x], patience: 3s}", ("health-is-checked",)),
    ],
)
def test_a_key_of_a_later_specification_is_named(key: str, clauses: tuple[str, ...], tmp_path: Path) -> None:
    """No crash, and not the file's fault: one sentence with the key and the remedy."""
    found = judged(tmp_path, PULLED.replace("    command: serve\n", f"    command: serve\n    {key}\n"))

    for clause in clauses:
        assert found[clause].startswith("not observable: compose.yaml uses services.gateway.")
        assert "does not know: correct it, or leave it out if a later one has it" in found[clause]


@pytest.mark.parametrize(
    ("replaced", "clause", "said"),
    [
        (
            'ports: ["8080:8080"]',
            "only-the-gateway-is-published",
            "gateway has network_mode, which is not read",
        ),
        ("environment: [ADMIN_UI_UPSTREAM=http://admin-ui:3000]", "compose-runs-the-topology", "extra_hosts"),
    ],
)
def test_a_key_that_is_not_read_is_named(replaced: str, clause: str, said: str, tmp_path: Path) -> None:
    """Where it could change the answer; nowhere else."""
    keys = "network_mode: host\n    extra_hosts: ['admin:10.0.0.1']"
    found = judged(tmp_path, PULLED.replace(replaced, keys))

    assert found[clause].startswith("not observable: ")
    assert said in found[clause]
    assert found["health-is-checked"].startswith("broken: ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("services: {a: {ports: !override ['1:1']}}", "uses !override, which is not read here"),
        ("include: [other/compose.yaml]\nservices: {a: {image: x}}", "include with a file of another folder"),
        (
            "services: {a: {extends: {file: ../b.yaml, service: c}}}",
            "services.a.extends with a file of another",
        ),
    ],
)
def test_what_compose_itself_must_resolve_is_named(text: str, said: str, tmp_path: Path) -> None:
    """The remedy is what `docker compose config` prints."""
    found = judged(tmp_path, text)["compose-runs-the-topology"]

    assert found.startswith("not observable: ")
    assert said in found
    assert "`docker compose config` prints" in found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("services: {a: {image: [x]}}", "services.a.image: ['x'] is not of type 'string'"),
        ("services: {a: {extends: b}, b: {extends: a}}", "a of compose.yaml → b of compose.yaml → a of"),
        ("services: {a: {extends: b}}", "b of compose.yaml"),
        (
            "services: {a: {image: x, env_file: none.env}}",
            "none.env: neither it nor an example of it is shipped",
        ),
    ],
)
def test_what_no_engine_takes_is_the_files_fault(text: str, said: str, tmp_path: Path) -> None:
    """One sentence about the file."""
    found = judged(tmp_path, text, **{".env.example": ""})["compose-runs-the-topology"]

    assert found.startswith("broken: ")
    assert said in found


def test_a_variable_that_is_passed_on_is_given(tmp_path: Path) -> None:
    """`OPENAI_API_KEY:` takes what stands outside; what a missing one does is another clause."""
    folder = copy_of_what_is_shipped(tmp_path)
    file = folder / "compose.yaml"
    text = file.read_text("utf-8")
    file.write_text(
        text.replace(
            "OPENAI_API_KEY: ${OPENAI_API_KEY:?is needed, the bearer token of the provider}",
            "OPENAI_API_KEY:",
        ),
        "utf-8",
    )
    found = {clause: said for clause, said in verdicts(folder, of="else").items() if said != "kept"}

    assert text != file.read_text("utf-8")
    assert ["deployment.missing-secret-is-named"] == list(found)


@pytest.mark.parametrize(
    ("example", "said"),
    [
        ("", "is missing"),
        ("GATEWAY_DB_PASSWORD=postgres\n", "GATEWAY_DB_PASSWORD: it has one"),
        ("NOTE=sk-proj-abcdefghij0123456789\n", "NOTE: it has one"),
        ("REPLICA=postgresql://gateway:gateway@db/gateway\n", "REPLICA: it has one"),
    ],
)
def test_an_example_is_held_to_what_the_config_needs(example: str, said: str, tmp_path: Path) -> None:
    """What the config refers to and compose does not set is a secret to give, whoever asks for it."""
    folder = copy_of_what_is_shipped(tmp_path)
    config, names = folder / "config" / "gateway.yaml", (folder / ".env.example")
    config.write_text(config.read_text("utf-8") + "\nsecond: env.SECOND_PROVIDER_KEY\n", "utf-8")
    names.write_text(
        names.read_text("utf-8") + (f"SECOND_PROVIDER_KEY=\n{example}" if example else ""), "utf-8"
    )
    found = verdicts(folder, of="else")["deployment.example-environment-is-complete"]

    assert found.startswith("broken: ")
    assert said in found
