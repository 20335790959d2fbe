"""Targets that extend another one, on another database, and what their configs cannot say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from contract_harness.configs import template
from contract_harness.errors import BadTarget, NotObservable
from contract_harness.ledger.clauses import read_features
from contract_harness.running.choice import chosen
from contract_harness.targets.loading import load
from contract_harness.verdicts import Verdict

DIGESTS = "migration.checksums-are-digests"
TEAM = "bootstrap.reserved-team-cannot-be-declared"
EXTENDING = 'extends = "oceans-v0.6"\nabout = "A fork."\n'

TargetFile = Callable[[str], Path]


def test_what_is_not_said_is_as_there(target_file: TargetFile) -> None:
    """Two lines make a second database; commands, deviations and the rest are those of the other one."""
    base, fork = load("oceans-v0.6"), load(str(target_file(f'{EXTENDING}database = "postgres"')))

    assert ("A fork.", "postgres", "mine") == (fork.about, fork.database, fork.name)
    same = {"about": base.about, "name": base.name, "here": base.here, "typed": base.typed}
    assert base == replace(fork, database="libsql", **same)


def test_tables_are_merged_and_deviations_can_be_kept(target_file: TargetFile) -> None:
    """A later version adds a variable, and no longer deviates from one clause."""
    path = target_file(f'{EXTENDING}keeps = ["{DIGESTS}"]\n[env]\nNEW = "1"')
    base, fork = load("oceans-v0.6"), load(str(path))

    assert {**base.env, "NEW": "1"} == fork.env
    assert set(base.deviations) - {DIGESTS} == set(fork.deviations)


def test_what_lies_beside_the_other_file_stays_there(tmp_path: Path) -> None:
    """Its folder, its template, what it ships."""
    there = tmp_path / "there"
    (there / "deploy").mkdir(parents=True)
    (there / "deploy" / "compose.yaml").touch()
    (there / "c.toml.j2").touch()
    (there / "base.toml").write_text(
        'driver = "process"\nabout = "x"\nconfig_template = "c.toml.j2"\n'
        '[commands]\nserve = "{here}/run"\n[deploy]\nfolder = "deploy"\n'
    )
    (tmp_path / "fork.toml").write_text('extends = "there/base.toml"')

    fork = load(str(tmp_path / "fork.toml"))

    assert fork.deploy is not None
    assert [f"{there}/run"] == fork.argv("serve")
    assert (there / "c.toml.j2", there / "deploy") == (fork.config_template, fork.deploy.folder)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('extends = "ocean-v0.6"', "extends names 'ocean-v0.6', which is not there: name a packaged target"),
        ('extends = "./gone.toml"', "extends names './gone.toml', which is not there: correct the path"),
        ("extends = 6", "extends is 6: write a name or a path in quotes"),
        ('extends = "./mine.toml"', r"extends goes in a circle \(mine.toml extends mine.toml\)"),
        (f'{EXTENDING}keeps = ["{TEAM}"]', "from which oceans-v0.6.toml does not deviate: take it out"),
        (f'driver = "url"\nabout = "x"\nkeeps = ["{TEAM}"]', "keeps is for a target that extends another"),
        (f'{EXTENDING}[not_expressible]\n"{TEAM}" = ""', "not_expressible"),
    ],
)
def test_a_wrong_word_is_one_sentence(target_file: TargetFile, text: str, said: str) -> None:
    """With the file, the key and the remedy."""
    with pytest.raises(BadTarget, match=said):
        load(str(target_file(text)))


def test_what_a_config_cannot_say_is_not_applicable_and_named(target_file: TargetFile) -> None:
    """Also when the clause is asked for by name; a clause that nobody knows is told."""
    ledger = read_features()
    text = f'{EXTENDING}[not_expressible]\n"{TEAM}" = "there is no such team"'

    asked = chosen(ledger, load(str(target_file(text))), ids=[TEAM, DIGESTS])

    assert [DIGESTS] == [clause.id for clause in asked.clauses]
    assert [(TEAM, Verdict.NOT_APPLICABLE, "its config cannot say this: there is no such team")] == [
        (clause.id, judged.verdict, judged.reason) for clause, judged in asked.unasked
    ]
    with pytest.raises(BadTarget, match=r"not_expressible names .*did you mean"):
        chosen(ledger, load(str(target_file(text.replace("reserved-team", "reserve-team")))))


def test_a_template_can_say_that_it_cannot_say_it(tmp_path: Path) -> None:
    """For the shape in which it meets it, and for no other."""
    file = tmp_path / "config.j2"
    file.write_text("{% if config.teams %}{{ not_expressible('team budgets') }}{% endif %}fine", "utf-8")

    assert "fine" == template.render(file, {"teams": []}, {})
    with pytest.raises(NotObservable, match="its config cannot say this: team budgets"):
        template.render(file, {"teams": [1]}, {})


def test_another_database_is_another_name() -> None:
    """So that both can be asked in one run; a gateway by URL has the one it has."""
    on_postgres = load("reference").on("postgres")

    assert ("reference-postgres", "postgres") == (on_postgres.name, on_postgres.database)
    assert load("reference") == load("reference").on("libsql")
