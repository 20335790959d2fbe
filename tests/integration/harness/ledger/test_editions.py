"""Editions: what was frozen stays what it was, or says what became of it."""

from dataclasses import replace

import pytest

from contract_harness import resources
from contract_harness.cli import main
from contract_harness.errors import HarnessError
from contract_harness.ledger import editions
from contract_harness.ledger.clauses import Ledger, read_features
from contract_harness.ledger.editions import (
    BadEdition,
    Edition,
    Editions,
    UnknownEdition,
    faults,
    read_editions,
    scoring,
)

A, B, C = "tea.is-hot", "tea.is-sweet", "tea.is-strong"
BEFORE = Edition("2026.11", {A: "a" * 64, B: "b" * 64})
CLAUSE = read_features().clauses[0]


def ledger(**digests):
    """Clauses named `tea.<word>` with these digests."""
    return Ledger(
        resources.features(),
        tuple(
            replace(CLAUSE, id=f"tea.{name.replace('_', '-')}", digest=one * 64)
            for name, one in digests.items()
        ),
        "",
    )


NOW = ledger(is_hot="a", is_sweet="b")


def since(*frozen, **declared):
    return Editions(frozen or (BEFORE,), Edition("unreleased", **declared))


def test_nothing_new_needs_no_word():
    """Nor does a clause that is added."""
    assert [] == faults(since(), NOW)
    assert [] == faults(since(), ledger(is_hot="a", is_sweet="b", is_strong="c"))


@pytest.mark.parametrize(
    ("clauses", "declared", "told"),
    [
        (
            {"is_hot": "e", "is_sweet": "b"},
            {"changed": {A: "hotter"}},
            f"{A} promises something else than in 2026.11",
        ),
        ({"is_hot": "a"}, {"retired": {B: "nobody asks"}}, f"{B} was in 2026.11 and is gone"),
        ({"is_hot": "a", "is_strong": "b"}, {"renamed": {B: C}}, f"{B} was in 2026.11 and is gone"),
        (
            {"is_hot": "a", "is_strong": "e"},
            {"renamed": {B: C}, "changed": {C: "stronger"}},
            f"{B} was in 2026.11 and is gone",
        ),
    ],
)
def test_what_becomes_of_a_clause_is_declared(clauses, declared, told):
    """Undeclared it is a fault that names the clause, the edition and the file."""
    (fault,) = faults(since(), ledger(**clauses))

    assert fault.startswith(told)
    assert "contracts/editions/unreleased.toml" in fault
    assert [] == faults(since(**declared), ledger(**clauses))


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ({"changed": {A: "hotter"}}, "is declared changed and reads as in 2026.11"),
        ({"retired": {A: "no"}}, "is declared retired and is a clause"),
        ({"retired": {C: "no"}}, "was in no edition before"),
        ({"renamed": {A: B}}, "was a clause of 2026.11 already"),
    ],
)
def test_what_is_declared_must_be_so(declared, told):
    """A declaration of nothing would hide the next change."""
    assert any(told in fault for fault in faults(since(**declared), NOW))


def test_an_id_never_comes_back():
    """Neither one that was retired nor one that was renamed, however long ago."""
    second = Edition("2027.03", {C: "b" * 64}, renamed={B: C}, retired={A: "no"})
    third = Edition("2027.06", {C: "b" * 64})

    found = faults(since(BEFORE, second, third), ledger(is_hot="a", is_sweet="b", is_strong="b"))

    assert [A, B] == [fault.split(" ")[0] for fault in found]
    assert all("an id never comes back" in fault for fault in found)


def test_an_older_edition_scores_only_what_it_promised():
    """Younger clauses, and those with another text, are told with the reason; a new name is no new clause."""
    second = Edition("2027.03", {A: "e" * 64, C: "b" * 64}, changed={A: "hotter"}, renamed={B: C})
    known = since(BEFORE, second)
    now = ledger(is_hot="e", is_strong="b", is_green="d")

    old, new = scoring(known, "2026.11", now), scoring(known, "2027.03", now)

    assert {
        A: "its text has changed since edition 2026.11",
        "tea.is-green": "younger than edition 2026.11",
    } == old.unscored
    assert {"tea.is-green": "younger than edition 2027.03"} == new.unscored
    assert ((), ()) == (old.lost, new.lost)
    assert (B,) == scoring(since(), "2026.11", ledger(is_hot="a")).lost


def test_an_unknown_edition_is_one_sentence():
    """With those there are."""
    with pytest.raises(
        UnknownEdition, match=r"no edition '2026\.12', did you mean '2026\.11'\?: choose from 2026\.11"
    ):
        since().named("2026.12")
    with pytest.raises(UnknownEdition, match="none is frozen yet"):
        Editions((), Edition("unreleased")).named("2026.11")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "it says that it is None"),
        ("edition = ", "Invalid value"),
        ('edition = "2026.12"', "it says that it is '2026.12'"),
        ('edition = "2026.11"\n[clauses]\n"a.b" = 3', "not of type 'string'"),
        ('edition = "2026.11"\n[clauses]\n"a.b" = "xyz"', "does not match"),
        ('edition = "2026.11"\n[clauses]\n"ab" = "' + "a" * 64 + '"', "does not match"),
        ('edition = "2026.11"\nclauses = []', "not of type 'object'"),
        ('edition = "2026.11"\n[colours]', "colours"),
        ("a = " + "[" * 5000, ""),
    ],
)
def test_a_wrong_edition_file_is_one_sentence(tmp_path, text, told):
    """It names the file."""
    (tmp_path / "2026.11.toml").write_text(text, "utf-8")

    with pytest.raises(BadEdition, match=r"2026\.11\.toml is no edition") as caught:
        read_editions(tmp_path)
    assert told in str(caught.value)


def test_a_frozen_ledger_reads_back(tmp_path):
    """As it was, with what was declared on the way."""
    declared = since(BEFORE, changed={A: 'said "hotter"\\'}, renamed={B: C})
    now = ledger(is_hot="e", is_strong="b")
    (tmp_path / "2027.03.toml").write_text(editions.frozen("2027.03", now, declared), "utf-8")
    (tmp_path / "unreleased.toml").write_text(editions.NOTHING_YET, "utf-8")

    (edition,) = read_editions(tmp_path).frozen

    assert {clause.id: clause.digest for clause in now.clauses} == edition.clauses
    assert ({A: 'said "hotter"\\'}, {B: C}) == (edition.changed, edition.renamed)
    assert [] == faults(Editions((BEFORE, edition), Edition("unreleased")), now)


def test_what_is_undeclared_cannot_be_frozen():
    """An edition is not where a change goes to be forgotten."""
    with pytest.raises(HarnessError, match=r"cannot be frozen yet: .* is gone"):
        editions.frozen("2027.03", ledger(is_hot="a"), since())


def test_freezing_again_forgets_only_what_nobody_was_given():
    """What is declared about the edition before stays declared."""
    newest = Edition("2027.03", {C: "b" * 64}, renamed={B: C}, retired={A: "no"})
    again = editions.without_newest(since(BEFORE, newest, renamed={C: "tea.is-black"}))

    assert (BEFORE,) == again.frozen
    assert ({B: "tea.is-black"}, {A: "no"}) == (again.unreleased.renamed, again.unreleased.retired)
    assert [] == faults(again, ledger(is_black="b"))
    assert Editions((), Edition("unreleased")) == editions.without_newest(since(BEFORE, retired={A: "no"}))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of editions for this test."""
    real = resources.contracts
    monkeypatch.setattr(
        resources, "contracts", lambda *parts: tmp_path if parts == ("editions",) else real(*parts)
    )
    return tmp_path


def test_an_edition_is_frozen_with_one_command(folder, capsys):
    """The newest may be frozen again; an older one, one without a month and one that is taken may not."""
    assert 0 == main(["editions", "freeze", "2026.11"])
    assert 0 == main(["editions", "freeze", "2026.11", "--again"])
    assert 0 == main(["editions"])
    assert "2026.11" in capsys.readouterr().out
    assert [] == faults(read_editions(folder), read_features())

    for words in (["2026.11"], ["2026.10"], ["2026.13"], ["next"], ["2026.10", "--again"], ["../x"]):
        assert 2 == main(["editions", "freeze", *words])
        assert 1 == len(capsys.readouterr().err.splitlines())
    assert ["2026.11.toml", "unreleased.toml"] == sorted(file.name for file in folder.iterdir())


def test_an_undeclared_change_fails_the_command(folder, capsys):
    """Exit code 1, a sentence a clause."""
    main(["editions", "freeze", "2026.11"])
    file = folder / "2026.11.toml"
    file.write_text(file.read_text("utf-8") + f'"tea.is-gone" = "{"a" * 64}"\n', "utf-8")

    assert 1 == main(["editions"])
    assert "tea.is-gone was in 2026.11 and is gone" in capsys.readouterr().err


def test_verifying_by_an_unknown_edition_is_one_sentence(capsys, tmp_path, monkeypatch):
    """Before anything runs."""
    monkeypatch.chdir(tmp_path)

    assert 2 == main(["verify", "--edition", "1999.01"])
    assert "there is no edition '1999.01'" in capsys.readouterr().err
    assert [] == [path for path in tmp_path.rglob("*") if path.is_file()]


FEATURE = """Feature: Tea
  Background:
    Given a pot

  @tea.is-hot {tags}
  Rule: {title}
    Source: {source}

    Example: a cup
      When somebody drinks
        | sip   |
        | {sip} |
      Then it is hot
"""


@pytest.mark.parametrize(
    ("change", "is_another"),
    [
        ({}, False),
        ({"tags": "@core  @after:tea.is-made"}, False),
        ({"title": "Tea is very hot"}, True),
        ({"sip": "small"}, True),
        ({"source": "another page"}, True),
        ({"tags": "@hardened"}, True),
        ({"tags": "@core @needs:own-admin-ui"}, True),
    ],
)
def test_a_digest_is_of_what_is_said(tmp_path, change, is_another):
    """Not of where it stands or how it is laid out."""
    said = {"tags": "@core", "title": "Tea is hot", "source": "the page", "sip": "large"}

    def digest(text, name):
        (tmp_path / name / "tea").mkdir(parents=True)
        (tmp_path / name / "tea" / "tea.feature").write_text(text, "utf-8")
        return read_features(tmp_path / name).clauses[0].digest

    one = digest(FEATURE.format(**said), "one")
    other = digest(
        "# A comment.\n\n" + FEATURE.format(**{**said, **change}).replace("      |", "        |"), "other"
    )

    assert is_another is (one != other)
