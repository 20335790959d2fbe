"""`gateway-contracts doctor`: what a run would stumble over, each with its remedy."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from contract_harness.cli import main
from contract_harness.evidence.recorder import Evidence
from contract_harness.installations.pool import Pool
from contract_harness.patience import Patience
from contract_harness.targets.loading import load
from contract_harness.targets.target import Target
from tests.given.places import GATEWAYS

FAKE = GATEWAYS / "fake_gateway.py"


@pytest.fixture(autouse=True)
def tidy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In a directory of its own; neither a file nor a process is left behind."""
    (tmp_path / "here").mkdir()
    (tmp_path / "tmp").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    yield
    assert [] == [line for line in children() if "fake_gateway" in line]
    assert [] == list((tmp_path / "here").iterdir())
    assert [] == [path.name for path in (tmp_path / "tmp").iterdir() if not path.name.endswith(".lock")]


def children() -> list[str]:
    """The command line of each process that this one has started and that runs."""
    lists = Path("/proc/self/task").glob("*/children")
    found = [Path("/proc") / pid / "cmdline" for one in lists for pid in one.read_text("ascii").split()]
    return [line.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace") for line in found]


Said = Callable[..., tuple[int, str]]


@pytest.fixture
def doctor(capsys: pytest.CaptureFixture[str]) -> Said:
    """Runs the command; gives its exit code and its words, runs of spaces made one."""

    def run(*argv: str) -> tuple[int, str]:
        code = main(["doctor", *argv])
        said = capsys.readouterr()
        return code, "\n".join(" ".join(line.split()) for line in (said.out + said.err).splitlines())

    return run


def test_a_fit_target_is_fit(doctor: Said, fake_target: Target) -> None:
    """Each thing looked at has a line, and none a remedy."""
    code, said = doctor(str(fake_target.here / "mine.toml"))

    assert 0 == code, said
    for line in (
        "ok target it claims",
        "for serve, migrate",
        "ok config",
        "ok start",
        "ok tables `migrate --apply` makes the 29 tables that clauses read",
        "Fit for a run.",
    ):
        assert line in said
    assert "remedy" not in said


@pytest.mark.parametrize(
    ("fault", "line", "remedy"),
    [
        ("fails", "fails config `migrate --status` ends with 3, saying: secret", "name a `config_template`"),
        ("exits", "fails start `serve` ends with 1, saying: Error: it cannot be", "answer 200 at /readyz"),
        ("never-ready", "fails start `serve` is not ready in time", "`readiness_path` names another"),
        ("deaf", "does not end on SIGTERM", "let it shut down on SIGTERM"),
        ("hang", "fails config", "run `migrate --status` by hand"),
    ],
)
def test_a_gateway_that_fails_is_told(
    doctor: Said, fake_target: Target, monkeypatch: pytest.MonkeyPatch, fault: str, line: str, remedy: str
) -> None:
    """What it did, its last words, and what to do; exit code 1."""
    monkeypatch.setenv("FAKE", fault)
    code, said = doctor(str(fake_target.here / "mine.toml"), "--patience", "0.1")

    assert 1 == code, said
    assert line in said
    assert remedy in said
    assert "Not fit for a run: one thing fails." in said


def test_a_table_that_is_not_made_is_told(
    doctor: Said, fake_target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what is there instead; once the target says its name, or that there is none, it is fit."""
    monkeypatch.setenv("FAKE", "forgets")
    file = fake_target.here / "mine.toml"
    code, said = doctor(str(file))

    assert 1 == code
    assert "fails tables `migrate --apply` does not make audit_logs; there are others: trail" in said
    assert "remedy: say in [tables] what the gateway calls them" in said
    for name, read in (("trail", 29), ("", 28)):
        file.write_text(f'{file.read_text("utf-8")}[tables]\naudit_logs = "{name}"\n', "utf-8")
        code, said = doctor(str(file))
        file.write_text(file.read_text("utf-8").partition("[tables]")[0], "utf-8")
        assert 0 == code, said
        assert f"makes the {read} tables" in said


def process_target(serve: str) -> str:
    return f'driver = "process"\nabout = "x"\n[commands]\nserve = "{serve}"\n'


@pytest.mark.parametrize(
    ("text", "line", "remedy"),
    [
        (process_target("no-such-gateway serve"), "no-such-gateway is not on PATH", "give it with --command"),
        (process_target("./bin/gateway serve"), "is relative", "write {here}/bin/gateway"),
        (process_target("{here}/nowhere serve"), "nowhere is no file", "build it, or correct the path"),
        (process_target("{here}/mine.toml serve"), "may not be run", "chmod +x"),
        ("driver = ", "is not TOML", "correct it there"),
        (
            'driver = "process"\nabout = "x"\nclaims = ["boostrap"]\n[commands]\nserve = "x"',
            "no profile",
            "did you mean",
        ),
        (
            'driver = "url"\nabout = "x"\nurl = "http://127.0.0.1:9"',
            "fails address no gateway answers",
            "start it, or correct the URL",
        ),
    ],
)
def test_what_is_wrong_is_told_with_a_remedy(
    doctor: Said, target_file: Callable[[str], Path], text: str, line: str, remedy: str
) -> None:
    """Before anything is started."""
    code, said = doctor(str(target_file(text)))

    assert 1 == code, said
    assert line in said
    assert remedy in said


def test_a_template_that_does_not_render_is_told(doctor: Said, target_file: Callable[[str], Path]) -> None:
    """With its file and line."""
    text = process_target("{python} x").replace("[commands]", 'config_template = "a.j2"\n[commands]')
    path = target_file(text)
    (path.parent / "a.j2").write_text("\n{{ nothing }}", "utf-8")
    code, said = doctor(str(path))

    assert 1 == code
    assert "a.j2:2: the config template does not render ('nothing' is undefined)" in said


def test_a_program_that_only_succeeds_is_no_gateway(doctor: Said) -> None:
    """An exit code of 0 is not enough: the migrations have to be listed."""
    code, said = doctor("--command", "/bin/true")

    assert 1 == code
    assert "fails config `migrate --status` succeeds and lists no migration 17, saying: nothing" in said
    assert "ok config" not in said


def test_who_claims_no_migrations_need_not_list_them(
    doctor: Said, target_file: Callable[[str], Path]
) -> None:
    """What it does with `migrate` is nobody's question then; what it does when served is looked at next."""
    text = process_target("/bin/true").replace("[commands]", 'claims = ["operations"]\n[commands]')
    code, said = doctor(str(target_file(f'{text}\nmigrate = "/bin/true"')))

    assert 1 == code
    assert "ok config `migrate --status` takes gateway.yaml and an empty database" in said
    assert "fails start `serve` ends with 0" in said


def test_an_admin_ui_that_needs_its_gateway_is_fit(
    doctor: Said, fake_target: Target, target_file: Callable[[str], Path]
) -> None:
    """Its sign-in page fails as long as nobody answers there."""
    text = (fake_target.here / "mine.toml").read_text("utf-8")
    ui = f"{{python}} -I -S {shlex.quote(str(GATEWAYS / 'needy_ui.py'))}"
    path = target_file(text.replace("[commands]", f'[commands]\nadmin-ui = "{ui}"'))
    code, said = doctor(str(path))

    assert 0 == code, said
    assert "ok admin UI it answers at /admin/login" in said


def test_reports_and_browser_are_looked_for(
    doctor: Said, fake_target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A place that cannot be written, and a browser that is none, have a remedy each."""
    monkeypatch.setenv("GATEWAY_CONTRACTS_CHROMIUM", "/nowhere/chromium")
    file = str(fake_target.here / "mine.toml")
    code, said = doctor(file, "--browser", "--report-dir", f"{FAKE}/reports")

    assert 1 == code
    assert "give another directory with --report-dir" in said
    assert "correct GATEWAY_CONTRACTS_CHROMIUM, or unset it" in said
    assert "2 things fail" in said


def test_a_mistyped_name_is_usage(doctor: Said, fake_target: Target) -> None:
    """Exit code 2, one sentence, and the other target is not tried."""
    code, said = doctor(str(fake_target.here / "mine.toml"), "referense")

    assert (2, 1) == (code, len(said.splitlines()))
    assert "did you mean 'reference'" in said


def test_a_running_gateway_is_asked_to_let_us_in(doctor: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the right credentials it is fit; with a wrong password and a wrong key it is not."""
    pool = Pool(load("reference"), Patience().stretched(3))
    try:
        gateway = pool.standing("default", None, Evidence()).gateway
        monkeypatch.setenv("GATEWAY_CONTRACTS_ADMIN_PASSWORD", pool.credentials.admin_password)
        monkeypatch.setenv("GATEWAY_CONTRACTS_API_KEY", pool.credentials.api_key or "")
        fit = doctor("--url", gateway.base_url)
        monkeypatch.setenv("GATEWAY_CONTRACTS_ADMIN_PASSWORD", "mistaken")
        monkeypatch.setenv("GATEWAY_CONTRACTS_API_KEY", "gwk_a.b")
        unfit = doctor("--url", gateway.base_url)
    finally:
        pool.close()

    assert 0 == fit[0], fit[1]
    assert 1 == unfit[0]
    assert "fails sign-in the sign-in of admin@local: 401" in unfit[1]
    assert "fails key /v1/models: 401" in unfit[1]
