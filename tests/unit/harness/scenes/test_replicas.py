"""A caller who tries again is told apart from one who is let in the second time."""

from types import SimpleNamespace
from typing import Any

import pytest

from contract_harness.scenes.replicas import TriesAgain


class Answers:
    """Answers with these statuses, the last of them for ever."""

    def __init__(self, *statuses: int) -> None:
        self._statuses = list(statuses)
        self.calls = 0

    def send(self, *_: Any, **__: Any) -> Any:
        self.calls += 1
        return SimpleNamespace(status=self._statuses.pop(0) if len(self._statuses) > 1 else self._statuses[0])


@pytest.mark.parametrize(
    ("statuses", "answer", "calls"),
    [([500, 503, 200], 200, 3), ([500, 401], 401, 2), ([401, 200], 401, 1), ([200, 401], 200, 1)],
)
def test_only_a_server_that_fails_is_asked_again(statuses: list[int], answer: int, calls: int) -> None:
    """An answer about the key is an answer, the first time."""
    http: Any = Answers(*statuses)

    assert answer == TriesAgain(http, within_s=5).complete("gwk_a.b", "fast").status
    assert calls == http.calls


def test_a_server_that_goes_on_failing_is_told() -> None:
    """After a while."""
    http: Any = Answers(500)

    assert 500 == TriesAgain(http, within_s=0.02).list_models("gwk_a.b").status
    assert 1 < http.calls
