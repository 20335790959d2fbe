"""Claims are looked at: what is there, what is not, and what nobody can see."""

import subprocess
import sys
from dataclasses import replace

import pytest

from contract_harness.evidence.recorder import Evidence
from contract_harness.installations.pool import Installations, Pool
from contract_harness.ledger.claimables import claimables, looked_for
from contract_harness.ledger.clauses import read_features
from contract_harness.ledger.rules import unknown_needs
from contract_harness.report import json_reader
from contract_harness.report.model import Presence
from contract_harness.running.choice import chosen
from contract_harness.running.probes.checks import PROBES, probed
from contract_harness.targets.loading import load, url_target
from contract_harness.upstreams.script import Answer
from tests.integration.harness.conftest import QUICK


@pytest.fixture
def look(fake_pool):
    """Looks at the fake gateway, which answers every GET and calls nobody."""
    installations = Installations(fake_pool, Evidence())
    yield lambda name: probed(name, fake_pool.target, installations)
    installations.close()


def test_whatever_can_be_claimed_can_be_looked_for():
    """And every profile of the contract can be claimed."""
    names = [one.name for one in claimables()]

    assert sorted(PROBES) == sorted(names)
    assert [] == [profile for profile in read_features().profiles if profile not in names]


@pytest.mark.parametrize(
    ("name", "presence", "observed"),
    [
        ("same-origin", Presence.PRESENT, "GET gives /v1/models 200, /api/v1/auth/session 200, /admin 200"),
        ("operations", Presence.PRESENT, "/healthz 200"),
        (
            "migration",
            Presence.PRESENT,
            "`migrate --status` ended with exit code 0 and said: did migrate --status",
        ),
        ("bootstrap", Presence.ABSENT, "the configured admin who signs in gets 501"),
        ("telemetry", Presence.ABSENT, "nobody called the collector it was told of"),
        ("deployment", Presence.ABSENT, "the target file has no [deploy]"),
        ("own-admin-ui", Presence.ABSENT, "the target file has no `admin-ui` command"),
        ("config-validate", Presence.ABSENT, "the target file has no `config-validate` command"),
    ],
)
def test_a_probe_says_what_it_saw(look, name, presence, observed):
    """Of a gateway that has some of it."""
    seen = look(name)

    assert presence is seen.presence
    assert observed in seen.observed


@pytest.mark.parametrize("fake", ["exits", "never-ready"])
def test_a_gateway_that_does_not_start_hides_what_it_has(fake_target, monkeypatch, fake):
    """Nobody can tell; the clauses say the rest."""
    monkeypatch.setenv("FAKE", fake)
    pool = Pool(fake_target, replace(QUICK, gateway_ready_s=1.0))
    seen = probed("same-origin", fake_target, Installations(pool, Evidence()))
    pool.close()

    assert Presence.UNSEEN is seen.presence
    assert "\n" not in seen.observed


def test_a_gateway_known_by_its_url_is_only_asked_with_get(upstream):
    """Whatever would write, start something or show a credential stays unseen."""
    upstream.answer(Answer(headers=(("content-type", "text/html"),), body=b"<p>hello</p>"))
    target = url_target(upstream.base_url)
    pool = Pool(target, QUICK)
    seen = {name: probed(name, target, Installations(pool, Evidence())).presence for name in PROBES}
    pool.close()

    assert {"same-origin", "operations", "inference", "own-admin-ui"} == {
        name for name, presence in seen.items() if presence is Presence.PRESENT
    }
    assert {"migration", "bootstrap", "telemetry", "config-validate"} == {
        name for name, presence in seen.items() if presence is Presence.UNSEEN
    }
    assert {"GET"} == {request.method for request in upstream.received}
    assert not [
        name for request in upstream.received for name, _ in request.headers if name == "authorization"
    ]


def test_only_a_question_about_the_claim_has_it_looked_at():
    """A clause asked by name, and a mutant, are none; a profile asked by name has itself looked at."""
    ledger = read_features()
    reference = load("reference")

    whole = [one.name for one in chosen(ledger, reference).probes]
    one_profile = [one.name for one in chosen(ledger, reference, profiles=["migration"]).probes]

    assert set(ledger.profiles) <= set(whole)
    assert "own-admin-ui" in whole
    assert ["migration"] == one_profile == [one.name for one in looked_for(ledger, ["migration"])]
    assert () == chosen(ledger, reference, ids=["migration.the-baseline-is-v17"]).probes
    assert () == chosen(ledger, reference.mutated("x")).probes


def test_a_need_of_nothing_is_a_fault_of_the_ledger():
    """A mistyped feature would have the clause asked of nobody."""
    clause = read_features().clauses[0]

    (fault,) = unknown_needs([replace(clause, needs=("own-admin-iu",))])

    assert f"{clause.id} needs own-admin-iu, which is no optional feature" in fault


def test_a_claim_of_what_is_not_there_fails_the_run(tmp_path):
    """Although every clause that was asked is kept; what is there and not claimed is a finding."""
    reference = load("reference")
    (tmp_path / "short.toml").write_text(
        f"""
        driver = "process"
        about = "Claims more than it has."
        claims = ["migration"]
        supports = ["config-validate"]
        gateway = "{reference.gateway}"
        [commands]
        serve = "{reference.commands["serve"]}"
        start = "{reference.commands["start"]}"
        """,
        "utf-8",
    )
    words = [sys.executable, "-m", "contract_harness", "verify", str(tmp_path / "short.toml")]
    words += ["--profile", "operations", "--tier", "core", "--shuffle", "3", "--report-dir", str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    (result,) = json_reader.read(tmp_path / "report.json").targets

    assert 1 == done.returncode
    assert ["config-validate"] == [one.name for one in result.missing]
    assert ["operations"] == [one.name for one in result.findings]
    assert ["kept"] == list(result.counts())
