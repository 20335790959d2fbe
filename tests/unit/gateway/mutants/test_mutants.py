"""The registry of wrong gateways, and that what is registered there is fit to be run."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace

import pytest

from contract_harness.ledger.clauses import read_features
from reference_gateway import mutants
from reference_gateway.mutants import (
    Mutant,
    MutantError,
    deploy_mutant,
    edit,
    every_mutant,
    find_mutant,
    module_names,
    mutant,
)
from reference_gateway.mutants.__main__ import main
from reference_gateway.wiring import Parts
from tests.given.places import ROOT

ALL = every_mutant()
DEPLOY = ROOT / "deploy"


@dataclass(frozen=True)
class TwoParts:
    """A gateway small enough to be wrong in a test."""

    lock: str = "a lock"
    clock: str = "a clock"


@pytest.fixture
def registry(monkeypatch):
    """An empty registry for this test."""
    registry: dict[str, Mutant] = {}
    monkeypatch.setattr(mutants, "_registry", registry)
    return registry


def forgets_the_lock(parts):
    """Goes without the lock."""
    return replace(parts, lock="none")


def changes_nothing(parts):
    """Says that it is wrong and is not."""
    return replace(parts, lock=parts.lock)


def returns_the_real_parts(parts):
    """Says that it is wrong and is not."""
    return parts


def test_a_mutant_is_named_after_its_module_and_function(registry):
    """The name leads to the module, so that running one mutant imports one module."""
    mutant(breaks="migration.some-clause")(forgets_the_lock)

    (found,) = registry.values()
    assert f"{__name__}.forgets_the_lock" == found.name
    assert "migration.some-clause" == found.breaks
    assert "Goes without the lock." == found.sentence


def test_a_mutant_has_one_part_replaced(registry):
    """What it changes is wrong, everything else is the real thing."""
    mutant(breaks="migration.some-clause")(forgets_the_lock)

    (found,) = registry.values()
    assert TwoParts(lock="none", clock="a clock") == found.parts(TwoParts())


def test_a_mutant_that_changes_nothing_is_refused(registry):
    """It would be the real gateway under another name, and no clause could notice it."""
    mutant(breaks="migration.some-clause")(changes_nothing)

    (found,) = registry.values()
    with pytest.raises(MutantError, match=r"changes_nothing' replaces no part: return replace\("):
        found.parts(TwoParts())


def test_a_part_that_adds_nothing_is_no_other_part(registry):
    """A subclass with an empty body is the real part under another name."""

    def only_renames(parts):
        """Says that it is wrong and is not."""
        return replace(parts, lock=type("_Same", (str,), {"__module__": f"{mutants.__name__}.x"}))

    mutant(breaks="migration.some-clause")(only_renames)

    (found,) = registry.values()
    with pytest.raises(MutantError, match="only_renames' replaces no part"):
        found.parts(TwoParts())


def test_one_that_changes_nothing_spoils_the_whole_list(registry, capsys, monkeypatch):
    """The harness is told its name before anything runs."""
    monkeypatch.setattr("reference_gateway.mutants.__main__.every_mutant", lambda: registry)
    mutant(breaks="migration.some-clause")(returns_the_real_parts)

    assert 2 == main(["list"])
    assert "returns_the_real_parts' replaces no part" in capsys.readouterr().err


def leaves_it_alone(folder):
    """Says that it spoils the folder and does not."""
    del folder


def test_a_deploy_folder_that_stays_as_it_is_is_refused(registry, monkeypatch, tmp_path, capsys):
    """What is shipped would be what is right."""
    deploy_mutant(breaks="deployment.some-clause")(leaves_it_alone)
    monkeypatch.setattr("reference_gateway.mutants.__main__.find_mutant", registry.get)
    (tmp_path / "compose.yaml").write_text("services: {}", "utf-8")

    assert 2 == main(["alter", f"{__name__}.leaves_it_alone", str(tmp_path)])
    assert "leaves_it_alone' leaves the deploy folder as it is" in capsys.readouterr().err


def test_two_mutants_of_one_name_are_refused(registry):
    """The second would silently take the place of the first."""
    mutant(breaks="migration.some-clause")(forgets_the_lock)

    with pytest.raises(MutantError, match=r"two mutants '\S+\.forgets_the_lock': rename"):
        mutant(breaks="migration.other-clause")(forgets_the_lock)
    assert 1 == len(registry)


@pytest.mark.parametrize("doc", [None, "", "No full stop", "Two lines.\n\nAnd more."])
def test_a_mutant_needs_one_sentence(registry, doc):
    """The sentence is what a report says was wrong."""

    def says_too_little(parts):
        return parts

    says_too_little.__doc__ = doc
    with pytest.raises(MutantError, match="needs a docstring of one sentence"):
        mutant(breaks="migration.some-clause")(says_too_little)
    assert {} == registry


def test_an_unknown_name_gets_a_suggestion():
    """A slip of the finger is answered with the nearest name."""
    name = next(iter(ALL))

    with pytest.raises(MutantError, match=f"did you mean '{name}'"):
        find_mutant(name[:-1])


def test_an_unknown_name_like_no_other_is_sent_to_the_list():
    """Nothing is suggested that nobody meant."""
    with pytest.raises(MutantError, match="the command `list` prints them all"):
        find_mutant("xyzzy")


@pytest.mark.parametrize("name", [name for name, one in ALL.items() if one.alter is None])
def test_every_mutant_is_fit_to_run(name):
    """It is found by its name alone, and differs from the real gateway."""
    assert find_mutant(name).parts(Parts()) != Parts()


@pytest.mark.parametrize("name", [name for name, one in ALL.items() if one.alter is not None])
def test_every_deploy_mutant_spoils_one_thing(name, tmp_path):
    """The copy differs from what is shipped, and the gateway that runs from it is the real one."""
    copy = shutil.copytree(DEPLOY, tmp_path / "deploy")

    assert 0 == main(["alter", name, str(copy)])
    assert contents(DEPLOY) != contents(copy)
    assert Parts() == find_mutant(name).parts(Parts())


def contents(folder):
    """Every file below *folder* with what is in it."""
    return {one.relative_to(folder): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_a_mutant_of_a_part_leaves_what_is_shipped_alone(tmp_path):
    """The harness asks every mutant to alter the folder; most have nothing to alter."""
    name = next(name for name, one in ALL.items() if one.alter is None)
    copy = shutil.copytree(DEPLOY, tmp_path / "deploy")

    assert 0 == main(["alter", name, str(copy)])
    assert contents(DEPLOY) == contents(copy)


def test_a_deploy_mutant_that_has_nothing_to_replace_is_refused(tmp_path):
    """It would ship the real thing under another name."""
    file = tmp_path / "compose.yaml"
    file.write_text("services: {}\n", "utf-8")

    with pytest.raises(MutantError, match=r"compose\.yaml does not hold 'ports'"):
        edit(file, "ports", "")


def test_every_mutant_breaks_a_clause_there_is():
    """A mutant of a clause that was renamed proves nothing."""
    known = {clause.id for clause in read_features().clauses}

    assert [] == [f"{one.name} breaks {one.breaks}" for one in ALL.values() if one.breaks not in known]


def test_no_mutant_is_hidden():
    """Every module of the room holds mutants, and every mutant's name leads to one."""
    assert set(module_names()) == {name.rpartition(".")[0] for name in ALL}


def test_list_prints_name_clause_and_sentence(capsys):
    """The harness reads the list as JSON."""
    assert 0 == main(["list"])

    listed = json.loads(capsys.readouterr().out)
    assert [(m.name, m.breaks, m.sentence, m.canary) for m in ALL.values()] == [
        (one["name"], one["breaks"], one["sentence"], one.get("canary", False)) for one in listed
    ]


@pytest.mark.parametrize("argv", [[], ["run"], ["list", "all"], ["walk", "a.b"]])
def test_a_wrong_call_is_a_usage_error(argv, capsys):
    """Exit code 2 and the usage, nothing else."""
    assert 2 == main(argv)
    assert capsys.readouterr().err.startswith("usage: ")


def test_running_an_unknown_mutant_is_an_error(capsys):
    """One sentence, no traceback, and no gateway."""
    assert 2 == main(["run", "migration.xyzzy", "migrate", "--status"])
    assert capsys.readouterr().err.startswith("Error: there is no mutant 'migration.xyzzy'")


def test_a_mutant_answers_the_gateways_command_line(capsys):
    """What is not wrong with it works as ever: the help is the gateway's own."""
    assert 0 == main(["run", next(iter(ALL)), "migrate", "--help"])
    assert "--status" in capsys.readouterr().out
