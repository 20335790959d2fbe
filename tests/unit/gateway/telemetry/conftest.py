"""A collector that is told what to do, and spans to send it."""

import threading

import pytest

from reference_gateway.domain.tracing import TraceContext
from reference_gateway.telemetry.reporter import ExportLimits, Reporter
from reference_gateway.telemetry.spans import Span

QUICK = ExportLimits(gather_s=0.01, retry_s=0.01, flush_s=0.3, load_s=1.0)


class ToldLink:
    """Takes spans unless it is told otherwise."""

    def __init__(self) -> None:
        self.takes = True
        self.offers = 0
        self.batches: list[list[Span]] = []
        self.measured: list[tuple[str, float, dict]] = []
        self.flushes = 0
        self.flowing = threading.Event()
        self.flowing.set()
        self.offered = threading.Event()

    @property
    def names(self) -> list[str]:
        return [span.name for batch in self.batches for span in batch]

    def export(self, spans) -> bool:
        self.offers += 1
        self.offered.set()
        self.flowing.wait(10)
        if self.takes:
            self.batches.append(list(spans))
        return self.takes

    def record(self, name, value, attributes) -> None:
        self.measured.append((name, value, dict(attributes)))

    def flush(self) -> None:
        self.flushes += 1


def span(name: str) -> Span:
    return Span(name, "server", TraceContext.fresh(), None)


@pytest.fixture
def link():
    """A link whose last call is let go at the end."""
    link = ToldLink()
    yield link
    link.flowing.set()


@pytest.fixture
def reporting(link):
    """Makes reporters with this link; all are closed."""
    made: list[Reporter] = []

    def make(**limits) -> Reporter:
        from dataclasses import replace

        made.append(Reporter(lambda: link, replace(QUICK, **limits)))
        return made[-1]

    yield make
    link.flowing.set()
    for reporter in made:
        reporter.close()
