"""The ledger: what is read from feature files, and what is wrong with one."""

from pathlib import Path

import pytest

from contract_harness.ledger.clauses import (
    Tier,
    UnknownClause,
    UnknownProfile,
    UnreadableFeature,
    read_features,
)
from contract_harness.ledger.rules import faults
from tests.given.verifying.running import MINIATURE

GOOD = """Feature: Words
  Background:
    Given a gateway

  @core @mini.words-come-back @after:mini.gateways-speak
  Rule: What is said comes back
    Source: observed gateway, 1.1
    And a note.

    Scenario Outline: a word
      Then "<word>"

      Examples:
        | word |
        | a    |
        | b    |

  @hardened @mini.gateways-speak
  Rule: Gateways speak
    Source: RFC 9112, 6.3; founding page, Runtime Topology, where it is promised

    Example: speech
      Then it speaks
"""


def ledger_of(folder: Path, text: str, name: str = "mini/words.feature"):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return read_features(folder)


def test_a_rule_is_a_clause(tmp_path):
    """Id, tier, source, note, background, order and rows all come from the feature file."""
    clause = ledger_of(tmp_path, GOOD).clauses[0]

    assert "mini.words-come-back" == clause.id
    assert Tier.CORE is clause.tier
    assert ("observed gateway, 1.1", "And a note.") == (clause.source, clause.note)
    assert ("mini.gateways-speak",) == clause.after
    assert ("Given a gateway",) == clause.background
    assert 2 == clause.runs
    assert "mini/words.feature:6" == clause.place


def test_a_sound_ledger_has_no_faults(tmp_path):
    """The positive twin of every fault below."""
    assert [] == faults(ledger_of(tmp_path, GOOD))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("@mini.gateways-speak", "@mini.words-come-back", "is used 2 times"),
        ("@core @mini.words-come-back", "@core", "lacks a tag like @mini.words"),
        ("@mini.gateways-speak\n", "@other.gateways-speak\n", "lies in the folder mini"),
        ("@hardened ", "", "has 0 tier tags"),
        ("@hardened ", "@hardened @core ", "has 2 tier tags"),
        (
            "Source: observed gateway, 1.1",
            "From the observed gateway",
            "does not begin with a `Source:` line",
        ),
        ("observed gateway, 1.1", "observed gateway, 1.99", 'http-surface.md below `<a id="1.99"></a>`'),
        ("observed gateway, 1.1", "observed gateway", "cites observed gateway without a section: write"),
        (
            "observed gateway, 1.1",
            "hearsay, 1",
            "'hearsay', which is no document of contracts/sources.toml: add",
        ),
        (
            "RFC 9112, 6.3",
            "RFC 9112, lengths",
            "RFC 9112, lengths, which leads nowhere: cite a section by its",
        ),
        ("    Example: speech\n      Then it speaks\n", "", "has no example that runs"),
        ("Example: speech", "Example: a word", "is already used"),
        ("@after:mini.gateways-speak", "@after:mini.gateways-sing", "which is no other clause"),
        ("@after:mini.gateways-speak", "@after:mini.words-come-back", "which is no other clause"),
    ],
)
def test_each_fault_is_named(tmp_path, old, new, said):
    """One change to a sound ledger, one sentence that names it with its file."""
    assert old in GOOD

    found = faults(ledger_of(tmp_path, GOOD.replace(old, new, 1)))

    assert [fault for fault in found if said in fault]
    assert all(fault.startswith("mini/words.feature:") for fault in found)


def test_names_are_unique_in_the_whole_profile(tmp_path):
    """Two files of one profile may not share an example name either."""
    ledger_of(tmp_path, GOOD)
    second = GOOD.replace("mini.", "mini.more-").replace("a word", "another word")

    found = faults(ledger_of(tmp_path, second, "mini/more.feature"))

    assert ["mini/words.feature:22: the example name 'speech' is already used"] == found


def test_an_example_outside_any_rule_is_a_fault(tmp_path):
    """An example that belongs to no promise would run and be judged by nobody."""
    found = faults(
        ledger_of(tmp_path, GOOD.replace("  @core", "  Example: loose\n    Then it\n\n  @core", 1))
    )

    assert any("lacks a tag" in fault for fault in found)


def test_a_file_that_is_no_gherkin_is_named(tmp_path):
    """The parser's complaint arrives as one sentence with the file."""
    with pytest.raises(UnreadableFeature, match=r"words\.feature cannot be read as Gherkin"):
        ledger_of(tmp_path, "Fature: no\n")


def test_an_empty_file_has_no_clauses(tmp_path):
    """A file with nothing in it promises nothing."""
    assert () == ledger_of(tmp_path, "").clauses


def test_filters_meet(tmp_path):
    """Profile, id and tier narrow each other."""
    ledger = ledger_of(tmp_path, GOOD)

    assert ["mini.gateways-speak"] == [one.id for one in ledger.select(profiles=["mini"], tiers=["hardened"])]


def test_a_mistyped_name_is_answered_with_the_nearest(tmp_path):
    """Clause and profile alike."""
    ledger = ledger_of(tmp_path, GOOD)

    with pytest.raises(UnknownClause, match=r"did you mean 'mini\.gateways-speak'"):
        ledger.select(ids=["mini.gateway-speaks"])
    with pytest.raises(UnknownProfile, match="did you mean 'mini'"):
        ledger.select(profiles=["mimi"])


def test_the_digest_tells_promises_apart(tmp_path):
    """One changed letter is another contract; the same text is the same."""
    first = ledger_of(tmp_path / "a", GOOD).digest

    assert first == ledger_of(tmp_path / "b", GOOD).digest
    assert first != ledger_of(tmp_path / "c", GOOD.replace("speech", "Speech")).digest


def test_the_shipped_features_are_sound():
    """The contracts themselves keep the house rules."""
    ledger = read_features()

    assert [] == faults(ledger)
    assert {"same-origin", "migration", "bootstrap"} <= set(ledger.profiles)


def test_the_miniature_is_sound():
    """The features the tests of the runner stand on."""
    assert [] == faults(read_features(MINIATURE))
