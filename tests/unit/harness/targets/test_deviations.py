"""What a target file may declare broken, until when, and how a wrong declaration is told."""

from datetime import date

import pytest

from contract_harness.errors import BadTarget
from contract_harness.targets import file as reading
from contract_harness.targets import loading
from contract_harness.targets.sections import Deviation

PROCESS = 'driver = "process"\nabout = "x"\n[commands]\nserve = "x"\n'
CLAUSE = "migration.the-baseline-is-v17"
LINK = 'reason = "It is slow."\nlink = "https://gateway.example/issues/4"\n'
TODAY = date(2026, 11, 28)


@pytest.fixture(autouse=True)
def on_this_day(monkeypatch):
    """Every test here is run on one day."""
    monkeypatch.setattr(reading, "today", lambda: TODAY)


@pytest.fixture
def declared(target_file):
    """Reads a target file with this deviation."""

    def read(text):
        path = target_file(f'{PROCESS}[deviations."{CLAUSE}"]\n{text}')
        return loading.load(str(path)).deviations[CLAUSE]

    return read


def test_a_deviation_has_a_reason_a_link_and_an_end(declared):
    """The last day may be written with quotes or without, and still counts on that day."""
    bare = declared(LINK + "expires = 2026-11-28")

    assert Deviation("It is slow.", "https://gateway.example/issues/4", TODAY) == bare
    assert bare == declared(LINK + 'expires = "2026-11-28"')
    assert "It is slow. https://gateway.example/issues/4 until 2026-11-28" == bare.told
    assert declared(LINK).expires is None


def test_what_is_predicted_needs_no_link(declared):
    """Nobody can follow what nobody has seen yet."""
    assert Deviation("It races.", predicted=True) == declared('reason = "It races."\npredicted = true')


def test_what_is_broken_on_one_database_is_excused_there_alone(target_file):
    """On the other one the clause is judged as any other."""
    path = target_file(f'{PROCESS}[deviations."{CLAUSE}"]\n{LINK}database = "libsql"')
    on_sqlite = loading.load(str(path))

    assert on_sqlite.deviation(CLAUSE) == on_sqlite.deviations[CLAUSE]
    assert on_sqlite.on("postgres").deviation(CLAUSE) is None
    assert on_sqlite.deviation("migration.no-such-clause") is None


def test_a_gateway_by_url_has_no_database_of_its_own(target_file):
    """What is told of one would excuse nothing, without a word."""
    text = f'driver = "url"\nabout = "x"\nurl = "http://x.y"\n[deviations."{CLAUSE}"]\n{LINK}'

    with pytest.raises(BadTarget, match="is for a gateway whose database is seen: take it out"):
        loading.load(str(target_file(f'{text}database = "postgres"')))


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        (LINK + "expires = 2026-11-27", "expires", "is 2026-11-27, which has passed: fix the gateway"),
        (LINK + 'expires = "2027-02-30"', "expires", "is '2027-02-30', which is no day"),
        (LINK + 'expires = "soon"', "expires", "correct it: The last day"),
        (LINK + "expires = 2027", "expires", "type string"),
        (LINK + "expires = 2027-01-01T00:00:00Z", "expires", "type string"),
        (LINK + 'predicted = "yes"', "predicted", "type boolean"),
        (LINK + "color = 1", "color", "use one of by_chance, database, expires, link, predicted, reason"),
        (LINK + 'database = "sqlite"', "database", "libsql"),
        ('reason = "x"', "link", "is missing: add it: Where the work on it can be followed"),
        ('reason = "x"\npredicted = false', "link", "is missing"),
        ('reason = " "\nlink = "https://x.y"', "reason", "correct it: One sentence for the report"),
        ('reason = ""\npredicted = true', "reason", "correct it"),
        ('reason = "x"\nlink = "issue 4"', "link", "as an http:// or https:// address"),
        ('reason = "x"\nlink = "https://"', "link", "as an http:// or https:// address"),
        ('link = "https://x.y"', "reason", "is missing"),
    ],
)
def test_a_malformed_or_expired_deviation_is_one_sentence(declared, text, key, words):
    """It names the file, the clause, the key and the remedy."""
    with pytest.raises(BadTarget) as caught:
        declared(text)

    assert f"deviations.{CLAUSE}.{key}" == caught.value.key
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["deviations = 3", "deviations = ['a']", "deviations = {a = 1}"])
def test_deviations_of_another_type_are_one_sentence(target_file, text):
    """Whatever stands there."""
    with pytest.raises(BadTarget, match="deviations"):
        loading.load(str(target_file(f"{text}\n{PROCESS}")))


def test_a_file_nested_without_end_is_one_sentence(target_file):
    """And no traceback."""
    with pytest.raises(BadTarget, match=r"nested too deeply|not TOML"):
        loading.load(str(target_file("a = " + "[" * 5000)))
