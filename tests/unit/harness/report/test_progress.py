"""What a person sees while a run goes on, and when it is over."""

import re
from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console
from rich.text import Text

from contract_harness.ledger.clauses import read_features
from contract_harness.report import terminal
from contract_harness.report.assemble import Gathering
from contract_harness.report.progress import LiveProgress, PlainProgress, SignOfLife, progress_on
from contract_harness.targets.loading import load
from tests.given.verifying.running import MINIATURE
from tests.given.verifying.sample_run import sample_run

_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@pytest.fixture
def log():
    return Console(file=StringIO(), width=140, highlight=False)


@pytest.fixture
def screen():
    # Whatever terminal the tests run in.
    looks = {"TERM": "xterm"}
    return Console(file=StringIO(), width=100, highlight=False, force_terminal=True, _environ=looks)


@pytest.fixture
def gathering():
    ledger = read_features(MINIATURE)
    clauses = ledger.select(ids=["mini.words-come-back", "mini.words-change"])
    return Gathering(ledger, asked={"reference": clauses}, targets={"reference": load("reference")})


def example(clause, name, verdict, **more):
    return {
        "kind": "example",
        "target": "reference",
        "clause": clause,
        "example": name,
        "row": {},
        "place": 0,
        "worker": "gw0",
        "verdict": verdict,
        **more,
    }


EVENTS = [
    {**example("mini.words-come-back", "a", "kept"), "kind": "started"},
    example("mini.words-come-back", "a", "kept"),
    example("mini.words-come-back", "b", "kept"),
    example("mini.words-come-back", "c", "kept"),
    example("mini.words-come-back", "d", "kept"),
    example("mini.words-change", "d", "broken", promised="[red]up[/red]", observed="down\x1b[2J"),
    example("mini.words-change", "e", "kept"),
]


def tell(progress, gathering):
    with progress:
        for event in EVENTS:
            progress.heard(gathering, event, gathering.take(event))


def test_a_log_has_a_line_for_what_is_not_kept_and_one_for_each_profile(log, gathering):
    """Hundreds of green lines would hide the one that matters."""
    tell(PlainProgress(log), gathering)

    assert [
        "broken        mini.words-change  reference  promised [red]up[/red], observed down\\x1b[2J",
        "reference  mini: 1 broken, 1 kept",
    ] == log.file.getvalue().splitlines()


def test_one_reason_is_told_once(log):
    """The rest is counted, and told when the profile is through."""
    ledger = read_features(MINIATURE)
    clauses = [one for one in ledger.clauses if one.profile == "mini"][:3]
    gathering = Gathering(ledger, asked={"reference": clauses}, targets={"reference": load("reference")})
    with PlainProgress(log) as progress:
        for clause in clauses:
            for number in range(clause.runs):
                event = example(clause.id, f"{number}", "void", message=f"gone after {number + 0.5} s")
                progress.heard(gathering, event, gathering.take(event))

    first = clauses[0].id
    assert [
        f"void          {first}  reference  gone after 0.5 s",
        f"void          and 2 more for the same reason as {first}",
        "reference  mini: 3 void",
    ] == log.file.getvalue().splitlines()


def test_sentences_are_folded_on_a_screen_and_commands_never(screen):
    """What is to be copied stays on one line; nothing else is wider than the screen."""
    screen.width = 80
    run = sample_run()
    named = replace(run.targets[0], name="http://gateway.staging.example.test:8080")
    screen.print(terminal.summary(replace(run, targets=(named, *run.targets[1:])), None, 80), soft_wrap=True)

    lines = [_ESCAPE.sub("", line).rstrip() for line in screen.file.getvalue().splitlines()]
    wide = [line for line in lines if len(line) > 80]
    assert any("curl -isg --path-as-is" in line for line in wide)
    kept = ("  again ", "  repeat ", "  detail ", " " * 12 + "/v1/models?q=xxx")
    assert [] == [line for line in wide if not line.startswith(kept)]
    assert "38/41" in screen.file.getvalue()
    assert "3 broken" in screen.file.getvalue()


def test_a_screen_shows_the_breach_at_once(screen, gathering):
    """With what a gateway sent spelled out, so that it cannot drive the terminal."""
    tell(LiveProgress(screen), gathering)

    shown = screen.file.getvalue()
    assert "mini.words-change" in shown
    assert "down\\x1b[2J" in shown


def test_a_screen_shows_what_runs_now(screen, gathering):
    """With the values of its row, one example a line."""
    with LiveProgress(screen) as progress:
        for worker, word in (("gw0", "sesame"), ("gw1", "poppy\x1b[2J")):
            event = example("mini.words-change", "the word <word>", "kept", kind="started", worker=worker)
            progress.heard(gathering, {**event, "row": {"word": word}}, ())

    shown = _ESCAPE.sub("", screen.file.getvalue())
    assert "mini.words-change  the word sesame" in shown
    assert "mini.words-change  the word poppy\\x1b[2J" in shown


def test_bars_only_where_somebody_looks(log, screen):
    """A log gets lines."""
    assert isinstance(progress_on(log), PlainProgress)
    assert isinstance(progress_on(screen), LiveProgress)


def test_the_closing_page_says_what_to_do_next(log, tmp_path):
    """Breach, promised, observed, a whole curl on one line, counts, the slowest, where the reports are."""
    log.print(terminal.summary(sample_run(), tmp_path), soft_wrap=True)
    page = log.file.getvalue()

    assert "promised  400 or 404, and the admin UI is not asked" in page
    assert next(line for line in page.splitlines() if "curl -isg --path-as-is" in line).endswith("/v1/models")
    assert "The run is void" in page
    assert "slowest" in page
    assert str(tmp_path / "report.html") in page
    assert "\x1b" not in page


class Clock:
    """A clock that a test sets."""

    def __init__(self):
        self.now_s = 0.0

    def __call__(self):
        return self.now_s


def test_a_log_is_never_silent_for_long(log, gathering):
    """Ten seconds without a line are followed by one that says how far it is and what is running."""
    clock = Clock()
    with PlainProgress(log, life=SignOfLife(clock)) as progress:
        for event in EVENTS[:2]:
            progress.heard(gathering, event, gathering.take(event))
        started = {**EVENTS[0], "example": "the second"}
        progress.heard(gathering, started, gathering.take(started))
        for now_s in (9.9, 10.0, 10.1, 19.9, 20.5):
            clock.now_s = now_s
            progress.heard(gathering, None, ())

    now = "; running mini.words-come-back  the second"
    assert [
        f"0 of 2 clauses after 10 s{now}",
        f"0 of 2 clauses after 20 s{now}",
    ] == log.file.getvalue().splitlines()


def test_a_line_is_a_sign_of_life(log, gathering):
    """The ten seconds begin anew."""
    clock = Clock()
    with PlainProgress(log, life=SignOfLife(clock)) as progress:
        clock.now_s = 9.0
        for event in EVENTS:
            progress.heard(gathering, event, gathering.take(event))
        clock.now_s = 18.0
        progress.heard(gathering, None, ())

    assert "clauses after" not in log.file.getvalue()


@pytest.mark.parametrize("kind", [PlainProgress, LiveProgress])
def test_every_clause_has_a_line_when_asked_for(kind, log, screen, gathering):
    """Kept ones too, on a screen and in a log."""
    where = log if kind is PlainProgress else screen
    tell(kind(where, every=True), gathering)

    shown = _ESCAPE.sub("", where.file.getvalue())
    assert "kept          mini.words-come-back  reference" in shown
    assert "broken        mini.words-change" in shown


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (40, "promised a page, observed 404 text/html"),
        (38, "promised a page, observed 404 …"),
        (31, "promised a page, observed 404 …"),
        (30, "promised a page, observed …"),
    ],
)
def test_a_line_is_cut_between_words(width, shown):
    """And says that it was."""
    line = terminal.fitted(Text("promised a page, observed 404 text/html"), width)

    assert shown == line.plain
    assert line.cell_len <= width


def test_a_word_that_is_wider_than_the_screen_is_cut_all_the_same():
    """Nothing else could be done."""
    assert terminal.fitted(Text("x" * 60), 30).cell_len <= 30


def test_a_brief_page_has_what_was_not_kept_and_the_verdict(log, tmp_path):
    """No table, no slowest, no reports."""
    log.print(terminal.summary(sample_run(), tmp_path, brief=True), soft_wrap=True)
    page = log.file.getvalue()

    assert "promised  400 or 404, and the admin UI is not asked" in page
    assert "The run is void" in page
    assert "slowest" not in page
    assert "core kept" not in page
    assert "report.html" not in page
