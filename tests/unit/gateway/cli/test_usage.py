"""The words of `reference-gateway`: what is shown, and what a mistake in them gets for an answer."""

import re

import pytest

from reference_gateway.cli import main
from reference_gateway.cli.parser import build_parser
from reference_gateway.cli.words import commands_of
from reference_gateway.wiring import Parts

COMMANDS = sorted(commands_of(build_parser(Parts())))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["serv"], "there is no command 'serv': did you mean `reference-gateway serve`?"),
        (["xyz"], "there is no command 'xyz': choose from serve"),
        (["serve", "--run-migrat", "true"], "serve has no flag --run-migrat: did you mean --run-migrations?"),
        (["migrate", "--al"], "migrate has no flag --al: did you mean --apply?"),
        (["serve", "x"], "serve has no place for 'x'"),
        (["serve", "--workers"], "--workers needs a value"),
        (["serve", "--seed-config", "yes"], "--seed-config: the value must be `true` or `false`, not `yes`"),
        (["config"], "config needs COMMAND"),
        (
            ["config", "valdate"],
            "there is no command 'valdate': did you mean `reference-gateway config validate`?",
        ),
        (["help", "xyz"], "there is no command 'xyz'"),
        (["completion", "tcsh"], "SHELL: 'tcsh' is not one of bash, zsh, fish"),
    ],
)
def test_a_mistake_is_one_sentence_with_the_command_that_shows_how(capsys, words, told):
    """Exit code 2, and nothing on standard output."""
    assert 2 == main(words)
    said = capsys.readouterr()

    assert ("", 1) == (said.out, len(said.err.splitlines()))
    assert said.err.startswith(f"reference-gateway: error: {told}")
    assert re.search(r"\(`reference-gateway.* --help` shows how\)$", said.err.strip())


def test_the_help_has_every_command_in_a_group(capsys):
    """And examples, and where to read on."""
    assert 0 == main(["--help"])
    page = capsys.readouterr().out
    assert 0 == main(["help"])
    assert page == capsys.readouterr().out

    for title in ("run", "prepare a database", "this command line", "examples"):
        assert f"\n{title}:\n" in page
    assert set(COMMANDS) <= set(re.findall(r"^  ([a-z-]+)", page, flags=re.MULTILINE))
    assert "Documentation: https://" in page


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_two_examples(capsys, command):
    """Its own page, whichever way it is asked for, begins a sentence with a capital and spoils no name."""
    assert 0 == main([command, "--help"])
    page = capsys.readouterr().out
    assert 0 == main(["help", command])

    assert page == capsys.readouterr().out
    assert 2 <= page.partition("\nexamples:\n")[2].count("reference-gateway ")
    assert [] == re.findall(r"admin ui|sqlite|postgresql\b(?!:)", page)


@pytest.mark.parametrize("flag", ["-V", "--version"])
def test_the_version_is_one_line(capsys, flag):
    """As every program has it."""
    assert 0 == main([flag])
    assert re.fullmatch(r"reference-gateway \d+\.\d+\.\d+\S*\n", capsys.readouterr().out)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_commands_and_flags(capsys, shell):
    """Those of a command's command too."""
    assert 0 == main(["completion", shell])
    script = capsys.readouterr().out

    for word in ("serve", "run-migrations", "validate", "ui-port", "apply"):
        assert word in script
