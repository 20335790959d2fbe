"""The words of the command line: what is shown, and what a mistake in them gets for an answer."""

import fnmatch
import re
import shlex
import sys

import pytest

from contract_harness.cli import main
from contract_harness.cli.program import parser
from contract_harness.ledger.clauses import read_features

COMMANDS = (
    "verify",
    "init",
    "doctor",
    "diff",
    "clauses",
    "explain",
    "mutants",
    "editions",
    "help",
    "completion",
)


def shown(capsys, *argv):
    """What a command prints that ends by showing its help."""
    with pytest.raises(SystemExit) as ended:
        main(argv)

    assert 0 == ended.value.code
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["verfy"], "there is no command 'verfy': did you mean `gateway-contracts verify`?"),
        (["xyz"], "there is no command 'xyz': choose from verify, init"),
        (["verify", "--clauze", "x"], "verify has no flag --clauze: did you mean --clause?"),
        (["verify", "--clauze=x"], "verify has no flag --clauze: did you mean --clause?"),
        (["verify", "--claus", "x"], "verify has no flag --claus: did you mean --clause?"),
        (["verify", "--zzz"], "verify has no flag --zzz ("),
        (["--verson"], "gateway-contracts has no flag --verson: did you mean --version?"),
        (
            ["editions", "freez"],
            "there is no command 'freez': did you mean `gateway-contracts editions freeze`?",
        ),
        (["help", "verfy"], "there is no command 'verfy': did you mean `gateway-contracts verify`?"),
        (["explain"], "explain needs CLAUSE"),
        (["explain", "a.b", "c.d"], "explain has no place for 'c.d'"),
        (["verify", "--clause"], "--clause needs a value"),
        (["verify", "--list=x"], "--list takes no value"),
        (
            ["verify", "--tier", "cor"],
            "--tier: 'cor' is not one of core, hardened, provisional, extra: did you",
        ),
        (["mutants", "--shard", "0/4"], "--shard: '0/4' is no share: give K/N, such as 2/8"),
        (["mutants", "--shard", "5/4"], "--shard: '5/4' is no share: give K/N, such as 2/8"),
        (["mutants", "--shard", "1/65"], "--shard: '1/65' is no share: give K/N, such as 2/8"),
        (["mutants", "--shard", "1"], "--shard: '1' is no share: give K/N, such as 2/8"),
        (["verify", "--quiet", "--verbose"], "-v/--verbose cannot be given together with -q/--quiet"),
        (["completion", "tcsh"], "SHELL: 'tcsh' is not one of bash, zsh, fish"),
        (["mutants", "--wide", "world"], "--wide: 'world' is not one of feature, profile"),
    ],
)
def test_a_mistake_is_one_sentence_with_the_command_that_shows_how(capsys, argv, told):
    """Exit code 2, nothing on standard output, and no usage page in between."""
    assert 2 == main(argv)
    said = capsys.readouterr()

    assert ("", 1) == (said.out, len(said.err.splitlines()))
    assert said.err.startswith(f"gateway-contracts: {told}")
    assert re.search(r"\(`gateway-contracts .*--help` shows how\)$", said.err.strip())


def test_nothing_asked_shows_the_help_and_is_no_success(capsys):
    """A script whose command is an empty variable has judged nothing."""
    assert 2 == main([])
    said = capsys.readouterr()

    assert "" == said.out
    assert "Judge a gateway" in said.err


def test_the_help_has_every_command_in_a_group(capsys):
    """And two examples, and where to read on."""
    page = shown(capsys, "--help")

    for title in ("Judge a gateway", "Understand a promise", "Maintain the contract", "This command line"):
        assert f"{title}:" in page
    assert set(COMMANDS) <= set(re.findall(r"^  ([a-z]+)", page, flags=re.MULTILINE))
    assert "Documentation: https://" in page


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_two_examples_that_can_be_typed(capsys, monkeypatch, command):
    """They are read as the parser reads them, and the page of `help` is that of `--help`."""
    monkeypatch.setenv("COLUMNS", "160")
    page = shown(capsys, command, "--help")
    assert 0 == main(["help", command])
    assert page == capsys.readouterr().out

    examples = page.partition("Examples:")[2].partition("Documentation:")[0]
    assert 2 <= examples.count("gateway-contracts ")


@pytest.mark.parametrize("command", [one for one in COMMANDS if one != "completion"])
def test_an_example_is_no_mistake(command):
    """Each is read without a complaint."""
    opened = next(one.choices for one in parser()._actions if one.dest == "==SUPPRESS==" and one.choices)
    for line in opened[command]._examples:
        words = shlex.split(line.partition(" > ")[0])
        assert callable(parser().parse_args(words[1:]).run)


def test_the_example_of_an_exclusion_leaves_something_out():
    """Such a pattern is no mistake for the parser, and one for the run."""
    opened = next(one.choices for one in parser()._actions if one.dest == "==SUPPRESS==" and one.choices)
    given = [
        parser().parse_args(shlex.split(line.partition(" > ")[0])[1:]) for line in opened["verify"]._examples
    ]
    patterns = [pattern for one in given for pattern in one.exclude or ()]
    ids = [clause.id for clause in read_features().clauses]

    assert patterns
    assert [] == [one for one in patterns if not fnmatch.filter(ids, one)]


def test_every_flag_says_its_default():
    """Or that the help is asked for."""
    silent = []
    for name, command in next(one.choices for one in parser()._actions if one.choices).items():
        flags = [one for one in command._actions if one.option_strings and one.dest != "help"]
        silent += [f"{name} {one.option_strings[-1]}" for one in flags if "default:" not in (one.help or "")]

    assert [] == silent


def test_targets_may_stand_before_and_behind_flags():
    """In the order in which they are given."""
    given = parser().parse_args(["verify", "one", "--tier", "core", "two", "--quiet", "three"])

    assert ["one", "two", "three"] == given.targets


@pytest.mark.parametrize("flag", ["-V", "--version"])
def test_the_version_is_one_line(capsys, flag):
    """As every program has it."""
    assert re.fullmatch(r"gateway-contracts \d+\.\d+\.\d+\S*\n", shown(capsys, flag))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_commands_flags_and_names(capsys, shell):
    """Also what only the contract knows: targets, profiles and clauses."""
    assert 0 == main(["completion", shell])
    script = capsys.readouterr().out

    for word in ("verify", "last-failed", "reference-postgres", "migration.the-baseline-is-v17", "2026.11"):
        assert word in script


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="Python paints its help by itself since 3.14")
@pytest.mark.parametrize("argv", [["--help"], ["verify", "--help"], ["editions", "freeze", "--help"]])
def test_colours_change_no_word(argv, capsys, monkeypatch):
    """Headings and flags are painted where colours are taken, and nowhere else."""
    monkeypatch.setenv("NO_COLOR", "1")
    plain = shown(capsys, *argv)
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    painted = shown(capsys, *argv)

    assert "\x1b" not in plain
    assert plain == re.sub(r"\x1b\[[\d;]*m", "", painted)
    assert "\x1b[36m--help\x1b[0m" in painted
    assert "\x1b[1;33mOptions:\x1b[0m" in painted
