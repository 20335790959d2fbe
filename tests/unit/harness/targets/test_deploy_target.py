"""The [deploy] table of a target file."""

from pathlib import Path

import pytest

from contract_harness.errors import BadTarget
from contract_harness.targets.loading import load

HEAD = """
driver = "process"
about = "One."
gateway = "/opt/gateway"
{claims}
[commands]
serve = "{{gateway}} serve"
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a deploy folder in it."""
    (tmp_path / "deploy").mkdir()
    (tmp_path / "deploy" / "compose.yaml").write_text("services: {}\n", "utf-8")
    return tmp_path


def target(home: Path, rest: str, claims: str = "") -> Path:
    """A target file with this behind its commands."""
    file = home / "mine.toml"
    file.write_text(HEAD.format(claims=claims) + rest, "utf-8")
    return file


def test_a_deploy_table_is_read(home: Path) -> None:
    """With the names of services and secrets, and the words that stand for a program."""
    found = load(
        str(
            target(
                home,
                '[deploy]\nfolder = "deploy"\n[deploy.programs]\nnode = "{gateway} --node"\n'
                '[deploy.services]\nadmin-ui = "web"\n[deploy.secrets]\napi_key = "FIRST_KEY"\n',
            )
        )
    )

    assert found.deploy is not None
    assert (home / "deploy", "web", "gateway", "FIRST_KEY") == (
        found.deploy.folder,
        found.deploy.admin_ui,
        found.deploy.gateway,
        found.deploy.api_key,
    )
    assert ["/opt/gateway", "--node"] == found.program("node")
    assert None is found.program("python")


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ('[deploy]\nfolder = "nowhere"\n', "deploy.folder names 'nowhere', which is no folder"),
        (
            '[deploy]\nfolder = "deploy"\ncompose = "x.yaml"\n',
            "deploy.compose names 'x.yaml', which is not in",
        ),
        ('[deploy]\nfolder = "deploy"\nplatforms = "x.json"\n', "deploy.platforms names 'x.json'"),
        ('[deploy]\ncompose = "x.yaml"\n', "deploy.folder is missing"),
        ('[deploy]\nfolder = "deploy"\nfodler = "x"\n', "did you mean 'folder'"),
        (
            '[deploy]\nfolder = "deploy"\n[deploy.programs]\na = "\'"\n',
            "deploy.programs.a cannot be split into words",
        ),
        (
            '[deploy]\nfolder = "deploy"\n[deploy.services]\nui = "x"\n',
            "deploy.services.ui is not a known key",
        ),
    ],
)
def test_a_wrong_deploy_table_is_one_sentence(home: Path, rest: str, said: str) -> None:
    """It names the place and the remedy."""
    with pytest.raises(BadTarget) as caught:
        load(str(target(home, rest)))
    assert said in str(caught.value)


def test_a_claim_without_a_deploy_table_is_refused(home: Path) -> None:
    """There would be nothing to look at."""
    with pytest.raises(BadTarget, match=r"claims names 'deployment', and nothing here says what is shipped"):
        load(str(target(home, "", claims='claims = ["deployment"]')))


def test_a_deploy_table_belongs_to_a_process_target(tmp_path: Path) -> None:
    """Nothing is started for a gateway that is known by its URL."""
    file = tmp_path / "url.toml"
    file.write_text(
        'driver = "url"\nabout = "One."\nurl = "http://127.0.0.1:1"\n[deploy]\nfolder = "."\n', "utf-8"
    )

    with pytest.raises(BadTarget, match=r'deploy belongs to driver = "process"'):
        load(str(file))


def test_only_a_mutant_has_something_altered() -> None:
    """The gateway itself is judged by what it ships."""
    target = load("reference-postgres")

    assert [] == target.alter_argv(Path("copy"))
    assert ["alter", "a.b", "copy"] == target.mutated("a.b").alter_argv(Path("copy"))[-3:]
