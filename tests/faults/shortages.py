"""What is used up by others, or given by the drop: the disk of bodies, descriptors, a provider's bytes."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from contract_harness.clients.reply import Reply
from contract_harness.configs.default_config import MODEL
from contract_harness.errors import ContractBreach
from contract_harness.installations.installation import Installation, ProcessGateway
from tests.faults.full_disk import fill, small_disk
from tests.faults.place import is_ready, seconds_until
from tests.faults.table import Row, ms, yes

DESCRIPTORS = 600
SERVE_WITH_FEW = f"sh -c 'ulimit -n {DESCRIPTORS} && exec \"$@\"' sh {{gateway}} --config {{config}} serve"
IDLE_CLIENTS = 300
CALLS = 20
DRIPPING_CALLS = 33
TOTAL_MS = 8000
LARGE = "a" * 3_000_000
ROOM = "16m"


def no_room_for_bodies(installation: Installation, database: str, folder: Path) -> Row:
    """Strangers leave half of their uploads, then the disk of temporary files is full, then it is not."""
    with small_disk(folder, ROOM):
        installation.env["TMPDIR"] = str(folder)
        gateway = installation.serve()

        def large() -> tuple[int, str]:
            message = {"role": "user", "content": LARGE}
            return _told(
                lambda: gateway.public().complete(installation.credentials.api_key, MODEL, [message])
            )

        with ExitStack() as strangers:
            for _ in range(4):
                strangers.enter_context(closing(_half_sent(installation)))
            beside = large()
        fill(folder / "ballast")
        refused = large()
        small = gateway.public().complete(installation.credentials.api_key, MODEL).status
        ready = is_ready(gateway)
        (folder / "ballast").unlink()
        back_s = seconds_until(lambda: large()[0] == 200)
        outcome = gateway.stop()
    told = refused == (503, "no_room_for_body") and "no room for a request body" in outcome.stdout
    served = (beside[0], small) == (200, 200)
    observed = (
        f"a call of 3 MB beside four half-sent uploads, and a small one while the disk was full, served: "
        f"{yes(served)}; a call of 3 MB meanwhile refused with 503 and a log line: {yes(told)}; ready: "
        f"{yes(ready)}; served {ms(back_s)} after there was room"
    )
    held = told and served and ready
    return Row(f"no room for bodies (/tmp of {ROOM}), and room again", database, observed, held)


def few_descriptors(installation: Installation, database: str) -> Row:
    """More idle clients than there are descriptors, beside one that calls."""
    gateway, key = installation.serve(), installation.credentials.api_key
    caller = http.client.HTTPConnection(_host(installation), timeout=30)
    with closing(caller):
        answers = [_listed(caller, key)]
        with ExitStack() as idle:
            for _ in range(IDLE_CLIENTS):
                idle.enter_context(closing(socket.create_connection(_address(installation), 30)))
            answers += [_listed(caller, key) for _ in range(CALLS)]
    back_s = seconds_until(lambda: gateway.public().list_models(key).status == 200)
    outcome = gateway.stop()
    served = answers.count(200)
    told = outcome.stdout.count(f"this process may have {DESCRIPTORS} descriptors") == 1
    observed = (
        f"{served} of {CALLS + 1} calls served beside {IDLE_CLIENTS} idle clients; the start told of it "
        f"once: {yes(told)}; a new client served {ms(back_s)} after the others had gone"
    )
    held = told and served == CALLS + 1
    return Row(f"{DESCRIPTORS} descriptors, and more clients", database, observed, held)


def provider_drips(installation: Installation, database: str) -> Row:
    """A provider that never ends the head of its answer."""
    with _dripping() as (port, reached):
        section = installation.config["providers"][0]
        section |= {"base_url": f"http://127.0.0.1:{port}/v1", "timeouts": {"total_ms": TOTAL_MS}}
        gateway, key = installation.serve(), installation.credentials.api_key
        with ThreadPoolExecutor(DRIPPING_CALLS) as callers:
            calls = [callers.submit(_timed, gateway, key) for _ in range(DRIPPING_CALLS)]
            for _ in calls:
                reached.acquire(timeout=TOTAL_MS / 1000)
            began = time.monotonic()
            listed = gateway.public().list_models(key).status == 200 and is_ready(gateway)
            listed_s = time.monotonic() - began
            first = not any(call.done() for call in calls)
            found = [call.result() for call in calls]
        gateway.stop()
    told = {said for said, _ in found} == {(504, "upstream_timeout")}
    observed = (
        f"{DRIPPING_CALLS} calls with a limit of {TOTAL_MS} ms refused as `upstream_timeout`: {yes(told)}, "
        f"after {ms(max(took_s for _, took_s in found))} at most; models listed and ready meanwhile after "
        f"{ms(listed_s)}: {yes(listed and first)}"
    )
    return Row("provider drips its head", database, observed, held=told and listed and first)


def _timed(gateway: ProcessGateway, key: str) -> tuple[tuple[int, str], float]:
    began = time.monotonic()
    return _told(lambda: gateway.public().complete(key, MODEL)), time.monotonic() - began


def _told(call: Callable[[], Reply]) -> tuple[int, str]:
    """The status, and the code of a refusal; nothing of what was cut off."""
    try:
        reply = call()
    except ContractBreach:
        return 0, ""
    return reply.status, "" if reply.status == 200 else str(reply.json()["error"]["code"])


def _address(installation: Installation) -> tuple[str, int]:
    parts = urlsplit(installation.base_url)
    return str(parts.hostname), int(parts.port or 80)


def _host(installation: Installation) -> str:
    return urlsplit(installation.base_url).netloc


def _listed(caller: http.client.HTTPConnection, key: str) -> int:
    caller.request("GET", "/v1/models", headers={"authorization": f"Bearer {key}"})
    answer = caller.getresponse()
    answer.read()
    return answer.status


def _half_sent(installation: Installation) -> socket.socket:
    stranger = socket.create_connection(_address(installation), 30)
    stranger.sendall(b"POST /admin/x HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n")
    stranger.sendall(b"a" * 3_000_000)
    return stranger


@contextmanager
def _dripping() -> Iterator[tuple[int, threading.Semaphore]]:
    """Where each call is answered by one byte of a head each tenth of a second, and what each call raises."""
    over, reached = threading.Event(), threading.Semaphore(0)

    def drip(caller: socket.socket) -> None:
        with closing(caller):
            try:
                caller.sendall(b"HTTP/1.1 200 OK\r\nX: ")
                reached.release()
                while not over.wait(0.1):
                    caller.sendall(b"x")
            except OSError:
                return

    def accept() -> None:
        with ThreadPoolExecutor(DRIPPING_CALLS) as threads:
            while not over.is_set():
                try:
                    threads.submit(drip, listener.accept()[0])
                except TimeoutError:
                    continue

    with closing(socket.create_server(("127.0.0.1", 0), backlog=DRIPPING_CALLS)) as listener:
        listener.settimeout(0.1)
        accepting = threading.Thread(target=accept)
        accepting.start()
        try:
            yield listener.getsockname()[1], reached
        finally:
            over.set()
            accepting.join()
