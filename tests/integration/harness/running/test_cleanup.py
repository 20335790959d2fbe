"""Nothing a run started outlives it."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

from contract_harness.running.cleanup import swept

ORPHAN = """
import os, subprocess, sys
quiet = subprocess.DEVNULL
sleeping = [sys.executable, "-c", "import time; time.sleep(600)"]
print(subprocess.Popen(sleeping, stdout=quiet, stderr=quiet, start_new_session=True).pid, flush=True)
os._exit(0)
"""
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("up", flush=True)
time.sleep(600)
"""


def is_alive(pid):
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def test_an_orphan_in_a_session_of_its_own_is_ended():
    """As a gateway is whose worker was killed."""
    with swept():
        parent = subprocess.run([sys.executable, "-c", ORPHAN], capture_output=True, text=True, check=True)
        orphan = int(parent.stdout)
        assert is_alive(orphan)

    assert not is_alive(orphan)


def test_a_process_that_ignores_sigterm_is_killed():
    """After it had its chance."""
    with swept():
        stubborn = subprocess.Popen([sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE)
        assert b"up\n" == stubborn.stdout.readline()

    stubborn.stdout.close()
    assert not is_alive(stubborn.pid)
    stubborn.wait()


def test_what_was_there_before_stays():
    """Only what the run started is ended."""
    earlier = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    try:
        with swept():
            pass

        assert earlier.poll() is None
    finally:
        earlier.send_signal(signal.SIGKILL)
        earlier.wait()


def test_a_quiet_run_costs_no_waiting():
    """With nothing left over there is nothing to wait for."""
    began = time.monotonic()
    with swept():
        subprocess.run(["true"], check=True)

    assert time.monotonic() - began < 1.0
