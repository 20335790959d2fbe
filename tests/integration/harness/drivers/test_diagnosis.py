"""What is wrong with a process itself is told apart from what it answered."""

import signal
import sys

import pytest

from contract_harness.drivers import diagnosis
from contract_harness.drivers.process import Child
from contract_harness.errors import TargetNeverReady
from contract_harness.upstreams.http_server import Upstream


@pytest.fixture
def ended(tmp_path):
    """Runs a program to its end."""

    def run(*argv, after=None):
        child = Child(argv, env={"PATH": "/usr/bin:/bin"}, cwd=tmp_path)
        if after:
            after(child)
        child.wait(10)
        return child

    return run


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("import os; os.kill(os.getpid(), 11)", "it crashed: it was ended by SIGSEGV"),
        ("raise ValueError('x')", "it crashed: it ended with code 1 on an unhandled error"),
        ("import sys; sys.exit('Error: the config is wrong')", ""),
        ("print('done')", ""),
    ],
)
def test_a_crash_is_no_refusal(ended, program, told):
    """A command that fails in its own words is well."""
    assert told == diagnosis.of_child(ended(sys.executable, "-c", program))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_what_the_harness_ended_did_not_crash(ended, number):
    """Whichever signal it sent."""
    stopped = ended("sleep", "600", after=lambda child: child.signal(number))

    assert (-number, "") == (stopped.exit_code, diagnosis.of_child(stopped))


def test_a_gateway_that_ends_by_itself_crashed(ended):
    """Once it was ready nobody expects it to go, not even with success."""
    child = ended("true")
    child.was_ready = True

    assert "it crashed: it ended by itself, with code 0, after it was ready" == diagnosis.of_child(child)


@pytest.mark.parametrize(
    "words",
    [
        "thread 'main' panicked at src/main.rs:4:5:\nno pool",
        "thread 'tokio-runtime-worker' (41) panicked at src/x.rs:1:1:",
        "panic: runtime error: index out of range\n\ngoroutine 1 [running]:",
        "fatal error: all goroutines are asleep - deadlock!",
        'Exception in thread "main" java.lang.NullPointerException',
        "Unhandled exception. System.InvalidOperationException: no",
        "node:internal/process/promises:288\n            triggerUncaughtException(err, true);",
        "starting\nTraceback (most recent call last):\n  File",
    ],
)
def test_unhandled_errors_are_known_in_any_language(words):
    """By the line each runtime prints."""
    error = TargetNeverReady("x", command="serve", waited_s=1, log_tail=words, exit_code=101)

    assert "it crashed: it ended with code 101 on an unhandled error" == diagnosis.of_start(error)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (None, "it hung: it was not ready in time"),
        (-9, "it crashed: it was ended by SIGKILL"),
        (-77, "it crashed: it was ended by signal 77"),
        (2, ""),
    ],
)
def test_a_start_that_fails_is_judged_too(code, told):
    """One that refuses in words is a breach and nothing more."""
    error = TargetNeverReady("x", command="serve", waited_s=1, log_tail="Error: no key\n", exit_code=code)

    assert told == diagnosis.of_start(error)


def test_silence_is_a_hang():
    """A server that is stopped, and one that takes calls and says nothing; one that answers is well."""
    with Upstream() as upstream:
        address = ("127.0.0.1", upstream.port)
        well = diagnosis.of_silence(address, "/readyz", within_s=5)
        upstream.black_hole()
        silent = diagnosis.of_silence(address, "/readyz", within_s=0.3)
        upstream.stop()
        gone = diagnosis.of_silence(address, "/readyz", within_s=0.3)

    assert ("", "it hung: it does not answer /readyz any more") == (well, silent)
    assert silent == gone
