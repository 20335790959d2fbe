"""A report of five hundred clauses, a third of them broken: written, opened and filtered."""

import time
from dataclasses import replace
from pathlib import Path

from contract_harness.browser.session import open_browser
from contract_harness.report import html_report, json_report, junit, markdown
from contract_harness.report.model import RunResult
from contract_harness.verdicts import Verdict
from tests.given.verifying.sample_run import sample_run

CLAUSES = 500
_FILTERED = """() => {
    const form = document.querySelector(".filters");
    const began = performance.now();
    form.elements.q.value = "admin hop";
    form.dispatchEvent(new Event("input"));
    document.querySelector('.chip[data-verdict="broken"]').click();
    document.body.offsetHeight;
    return (performance.now() - began) / 1000;
}"""
_LOAD_HAS_ENDED = "() => new Promise(done => setTimeout(done))"
_LOADED = """() => performance.getEntriesByType("navigation")[0].loadEventEnd / 1000"""


def large_run() -> RunResult:
    """One target; every third clause is broken for a reason of its own."""
    run = sample_run(CLAUSES)
    target = run.targets[0]
    broken = next(one for one in target.clauses if one.verdict is Verdict.BROKEN)
    clauses = tuple(
        clause
        if number % 3
        else replace(
            clause,
            verdict=Verdict.BROKEN,
            examples=tuple(replace(one, observed=f"{one.observed}, {number}") for one in broken.examples),
        )
        for number, clause in enumerate(target.clauses)
    )
    return replace(run, targets=(replace(target, clauses=clauses),))


def figures(scratch: Path) -> dict[str, float]:
    """Seconds to write each format, and for Chromium to open and to filter the page."""
    run = large_run()
    file = scratch / "report.html"
    found = {
        "large report: report.html (s)": _seconds(lambda: file.write_text(html_report.page(run), "utf-8")),
        "large report: report.json (s)": _seconds(lambda: json_report.write(run, scratch / "report.json")),
        "large report: junit.xml (s)": _seconds(lambda: junit.document(run)),
        "large report: summary.md (s)": _seconds(lambda: markdown.page(run)),
        "large report: size of report.html (MB)": file.stat().st_size / 1e6,
    }
    with open_browser() as browser:
        page = browser.new_page()
        page.goto(file.as_uri())
        # Not `wait_for_function`: what that repeats inside the page, the page's own policy forbids.
        page.evaluate(_LOAD_HAS_ENDED)
        found["large report: opened in Chromium (s)"] = page.evaluate(_LOADED)
        found["large report: filtered in Chromium (s)"] = page.evaluate(_FILTERED)
    return found


def _seconds(task: object) -> float:
    assert callable(task)
    began = time.perf_counter()
    task()
    return time.perf_counter() - began
