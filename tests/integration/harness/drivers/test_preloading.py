"""A forked command is, to everybody, the command it would have been had it been executed."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import pytest

from contract_harness.drivers.forking import PreloadFailed
from contract_harness.drivers.process import Child
from contract_harness.patience import eventually

ENV = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "C.UTF-8"}
PRELOAD = ("json.tool", "decimal")
SEEN = """
import atexit, json, os, signal, sys, threading
atexit.register(lambda: print("at exit"))
print(json.dumps({
    "words": sys.argv[1:],
    "program": os.path.basename(sys.argv[0]),
    "name": __name__,
    "path": sys.path[0],
    "folder": os.getcwd(),
    "environment": dict(os.environ),
    "its own session": os.getsid(0) == os.getpid() == os.getpgid(0),
    "files": sorted(os.readlink(f"/proc/self/fd/{n}") for n in (0,)),
    "open": [n for n in range(3, 64) if os.path.exists(f"/proc/self/fd/{n}")],
    "terminal": [stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)],
    "signals": [str(signal.getsignal(n)) for n in (2, 13, 15, 17)],
    "ignored": open("/proc/self/status").read().partition("SigIgn:")[2].split()[0],
    "blocked": open("/proc/self/status").read().partition("SigBlk:")[2].split()[0],
    "threads": threading.active_count(),
    "encoding": [sys.stdout.encoding, sys.stdout.errors, sys.stderr.errors],
    "input": sys.stdin.read(),
}))
"""
ENDINGS = {
    "returns": "print('done')",
    "exits": "import sys; sys.exit(7)",
    "exits with words": "import sys; sys.exit('no')",
    "raises": "raise ValueError('bad')",
    "cannot write": "import sys; sys.stdout = open('/dev/full', 'w'); print('lost')",
    "exits below zero": "import sys; sys.exit(-1)",
    "exits with true": "import sys; sys.exit(True)",
    "closed its output": "import sys; sys.stdout.close()",
    "leaves a thread": (
        "import threading, time\nthreading.Thread(target=lambda: (time.sleep(0.1), print('it too'))).start()"
    ),
    "leaves a daemon": (
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()"
    ),
    "registered something": (
        "import atexit, sys\natexit.register(print, 'last')\natexit.register(print, 'first')\nsys.exit(3)"
    ),
    "registered a failure": "import atexit; atexit.register(lambda: 1 / 0); print('done')",
    "is interrupted": "import os, signal; os.kill(os.getpid(), signal.SIGINT)",
    "is killed": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "is not there": None,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the commands run, and so where `-m` finds their modules."""
    (tmp_path / "seen.py").write_text(SEEN, "utf-8")
    return tmp_path


def _run(folder: Path, *words: str, preload: tuple[str, ...] = PRELOAD, env: dict[str, str] = ENV) -> Child:
    return Child([sys.executable, "-m", *words], env=env, cwd=folder, preload=preload)


def _both(folder: Path, *words: str) -> list[Child]:
    children = [_run(folder, *words), _run(folder, *words, preload=())]
    for child in children:
        assert child.wait(20)
        child.kill()
    return children


def test_a_forked_command_sees_what_an_executed_one_sees(folder: Path) -> None:
    """Words, folder, environment, session, files, signals and streams."""
    forked, executed = _both(folder, "seen", "--flag", "a b")

    assert executed.stdout.endswith("at exit\n")
    assert json.loads(executed.stdout.splitlines()[0]) == json.loads(forked.stdout.splitlines()[0])
    assert executed.stdout == forked.stdout


def test_the_command_was_forked(folder: Path) -> None:
    """Or there would be nothing to compare: its modules are there before it begins."""
    (folder / "loaded.py").write_text("import sys; print('decimal' in sys.modules)", "utf-8")
    forked, executed = _both(folder, "loaded")

    assert ("True\n", "False\n") == (forked.stdout, executed.stdout)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_forked_command_ends_as_an_executed_one_ends(folder: Path, ending: str) -> None:
    """Exit code or signal, and output; a traceback may have other frames above the module's own."""
    program = ENDINGS[ending]
    if program is not None:
        (folder / "ending.py").write_text(program, "utf-8")
    forked, executed = (child.outcome() for child in _both(folder, "ending"))

    assert (executed.exit_code, executed.stdout) == (forked.exit_code, forked.stdout)
    assert executed.stderr.splitlines()[-1:] == forked.stderr.splitlines()[-1:]


def test_a_forked_command_is_signalled_and_killed_like_any_other(folder: Path) -> None:
    """With everything it started."""
    (folder / "nest.py").write_text(
        "import subprocess, time; subprocess.Popen(['sleep', '60']); print('up', flush=True); time.sleep(60)",
        "utf-8",
    )
    child = _run(folder, "nest")
    eventually(lambda: "up" in child.stdout, within_s=10, what="its start")
    assert 2 == len(child.pids())
    child.end(within_s=5)

    assert -signal.SIGTERM == child.exit_code
    assert eventually(lambda: [] == child.pids(), within_s=5, what="the end of what it started")


def test_many_may_run_at_once(folder: Path) -> None:
    """Each with its own output and exit code."""
    (folder / "number.py").write_text("import sys; print(sys.argv[1]); sys.exit(int(sys.argv[1]))", "utf-8")
    children = []
    for number in range(12):
        argv = [sys.executable, "-m", "number", str(number)]
        children.append(Child(argv, env=ENV, cwd=folder, preload=PRELOAD))
    for child in children:
        assert child.wait(20)
        child.kill()

    assert [(n, f"{n}\n") for n in range(12)] == [(c.exit_code, c.stdout) for c in children]


@pytest.mark.parametrize("name", ["PYTHONOPTIMIZE", "LANG", "TZ"])
def test_what_is_read_only_at_the_start_has_a_start_of_its_own(folder: Path, name: str) -> None:
    """A variable that the interpreter has read already cannot be changed by forking."""
    _run(folder, "seen").wait(20)
    (folder / "optimized.py").write_text("import sys; print('decimal' in sys.modules)", "utf-8")
    child = _run(folder, "optimized", env={**ENV, name: "1"})
    assert child.wait(20)
    child.kill()

    assert "False\n" == child.stdout


def test_a_module_that_cannot_be_imported_is_told(folder: Path) -> None:
    """One sentence, naming it and the key."""
    with pytest.raises(PreloadFailed, match=r"'no_such_module'.*correct `preload` in its file"):
        _run(folder, "seen", preload=("no_such_module",))


def test_a_thread_that_would_not_be_copied_is_told(folder: Path) -> None:
    """Rather than a command that hangs for want of it."""
    (folder / "threaded.py").write_text(
        "import threading, time; threading.Thread(target=time.sleep, args=(600,), daemon=True).start()",
        "utf-8",
    )
    with pytest.raises(PreloadFailed, match="started a thread"):
        _run(folder, "seen", preload=("threaded",), env={**ENV, "PYTHONPATH": str(folder)})
