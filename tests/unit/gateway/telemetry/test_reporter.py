"""The reporter: nothing waits for it, little is lost, and what is lost is told."""

import logging
import threading
import time

from reference_gateway.telemetry.reporter import PROCESSED, Reporter
from tests.unit.gateway.telemetry.conftest import QUICK, span


def until(probe, within_s=5.0):
    """Wait for *probe*; the last thing it gave."""
    deadline = time.monotonic() + within_s
    while not (found := probe()) and time.monotonic() < deadline:
        time.sleep(0.002)
    return found


def test_no_thread_and_no_library_before_the_first_observation():
    """A gateway that is only configured costs nothing."""
    connected = threading.Event()
    before = threading.active_count()
    reporter = Reporter(lambda: connected.set(), QUICK)  # type: ignore[arg-type, func-returns-value]
    reporter.close()

    assert before == threading.active_count()
    assert not connected.is_set()


def test_spans_arrive_in_order_and_in_batches(reporting, link):
    """Each once."""
    reporter = reporting(batch_spans=10)
    for number in range(35):
        reporter.send(span(str(number)))

    assert until(lambda: len(link.names) == 35)
    assert [str(number) for number in range(35)] == link.names
    assert max(len(batch) for batch in link.batches) <= 10


def test_measurements_made_before_the_library_is_there_are_not_lost(link):
    """They are kept and added up in order."""
    ready = threading.Event()
    reporter = Reporter(lambda: (ready.wait(5), link)[1], QUICK)
    reporter.measure("a", 1, {"x": 1})
    reporter.measure("a", 2, {})
    assert [] == link.measured
    ready.set()

    assert until(lambda: len(link.measured) == 2)
    reporter.measure("a", 3, {})
    assert [("a", 1, {"x": 1}), ("a", 2, {}), ("a", 3, {})] == link.measured
    reporter.close()


def test_a_measurement_made_while_the_library_comes_is_not_lost(link):
    """Who waits for its turn may find the link there already."""

    class Turn:
        def __enter__(self) -> None:
            reporter._link = link

        def __exit__(self, *failure: object) -> None:
            return None

    reporter = Reporter(lambda: link, QUICK)
    reporter._lock, reporter._thread = Turn(), threading.current_thread()  # type: ignore[assignment]
    reporter.measure("a", 1, {})

    assert [("a", 1, {})] == link.measured


def test_what_is_refused_is_offered_again(reporting, link):
    """Until it is taken, and then once only."""
    reporter = reporting()
    link.takes = False
    reporter.send(span("kept"))
    assert until(lambda: link.offers >= 3)
    link.takes = True

    assert until(lambda: ["kept"] == link.names)


def test_a_batch_nobody_ever_takes_is_let_go_and_counted(reporting, link):
    """It does not stand in the way for ever."""
    reporter = reporting(keep_s=0.05)
    link.takes = False
    reporter.send(span("poison"))

    assert until(lambda: (PROCESSED, 1, {"error.type": "timeout"}) in link.measured)
    link.takes = True
    reporter.send(span("next"))
    assert until(lambda: ["next"] == link.names)


def test_a_full_queue_lets_the_oldest_go_counts_them_and_tells_it_once(reporting, link, caplog):
    """Nothing is dropped in silence, and the log is not flooded either."""
    reporter = reporting(spans=5, batch_spans=1)
    link.flowing.clear()
    reporter.send(span("offered"))
    assert link.offered.wait(5)
    with caplog.at_level(logging.WARNING, "gateway.telemetry"):
        for number in range(8):
            reporter.send(span(str(number)))
    link.flowing.set()

    assert until(lambda: len(link.names) == 6)
    assert ["offered", "3", "4", "5", "6", "7"] == link.names
    dropped = [
        value
        for name, value, told in link.measured
        if (name, told) == (PROCESSED, {"error.type": "queue_full"})
    ]
    assert 3 == sum(dropped)
    assert ["spans dropped"] == [record.message for record in caplog.records]


def test_sending_never_waits_for_the_link(reporting, link):
    """Ten thousand spans are handed over while an export hangs."""
    reporter = reporting()
    link.flowing.clear()
    reporter.send(span("first"))
    assert link.offered.wait(5)
    began = time.monotonic()
    for _ in range(10_000):
        reporter.send(span("more"))

    assert time.monotonic() - began < 2


def test_closing_sends_what_is_left_and_the_metrics(reporting, link):
    """Also what would still have waited for company."""
    reporter = reporting(gather_s=60.0)
    reporter.send(span("last"))
    reporter.close()

    assert ["last"] == link.names
    assert 1 == link.flushes


def test_closing_is_bounded_and_tells_what_stays(reporting, link, caplog):
    """A collector that never answers does not hold the end up."""
    reporter = reporting(flush_s=0.2)
    link.flowing.clear()
    reporter.send(span("stays"))
    assert link.offered.wait(5)
    reporter.send(span("stays too"))
    began = time.monotonic()
    with caplog.at_level(logging.WARNING, "gateway.telemetry"):
        reporter.close()

    assert time.monotonic() - began < 1.5
    (record,) = caplog.records
    assert ("telemetry ends with spans unsent", 2) == (record.message, record.spans)
