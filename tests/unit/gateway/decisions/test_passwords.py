"""How secrets are hashed, and that what was hashed or proved once is known, and nothing else."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from reference_gateway.domain.errors import ApiKeyHashUnreadable
from reference_gateway.services import passwords
from reference_gateway.services.passwords import Argon2Secrets, FewAtOnce, RememberedProofs


class Counting:
    """A hasher that counts how often it was asked."""

    def __init__(self) -> None:
        self.verified: list[tuple[str, str]] = []

    def hash(self, secret: str) -> str:
        """Another text for each secret."""
        return f"hash of {secret}"

    def verify(self, phc: str, secret: str) -> bool:
        """Whether it made it."""
        self.verified.append((phc, secret))
        return phc == f"hash of {secret}"


def test_what_was_hashed_here_is_known_here() -> None:
    """The first call with a key that was seeded a moment ago costs no proof."""
    slow = Counting()
    proofs = RememberedProofs(slow)
    phc = proofs.hash("right")

    assert proofs.verify(phc, "right")
    assert [] == slow.verified


def test_few_are_hashed_at_once() -> None:
    """However many ask, for hashes and for proofs alike; each gets its own answer."""

    class Slow(Counting):
        """It knows how many are in it."""

        def __init__(self) -> None:
            super().__init__()
            self.inside = self.most = 0
            self.lock = threading.Lock()

        def verify(self, phc: str, secret: str) -> bool:
            """After a moment in which others could come."""
            with self.lock:
                self.inside += 1
                self.most = max(self.most, self.inside)
            met.wait(0.05)
            with self.lock:
                self.inside -= 1
            return super().verify(phc, secret)

    slow, met = Slow(), threading.Event()
    gate = FewAtOnce(slow, at_once=3)
    with ThreadPoolExecutor(12) as crowd:
        found = list(crowd.map(lambda number: gate.verify("hash of 7", str(number)), range(12)))

    assert 3 == slow.most
    assert [number == 7 for number in range(12)] == found


def test_another_secret_is_never_taken_for_the_one_that_was_hashed() -> None:
    """It is asked about, and refused each time."""
    slow = Counting()
    proofs = RememberedProofs(slow)
    phc = proofs.hash("right")

    assert [False, False] == [proofs.verify(phc, "wrong"), proofs.verify(phc, "wrong")]
    assert [(phc, "wrong")] * 2 == slow.verified


def test_a_proof_is_asked_for_once() -> None:
    """Of a hash that was read from the store."""
    slow = Counting()
    proofs = RememberedProofs(slow)

    assert [True, True] == [proofs.verify("hash of it", "it"), proofs.verify("hash of it", "it")]
    assert [("hash of it", "it")] == slow.verified


def test_the_proofs_of_many_are_forgotten_oldest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory is bounded: one more than it holds costs the oldest, and nobody else, a proof anew."""
    monkeypatch.setattr(passwords, "REMEMBERED_PROOFS", 2)
    slow = Counting()
    proofs = RememberedProofs(slow)
    first, second, third = (proofs.hash(secret) for secret in ("first", "second", "third"))

    assert [True, True] == [proofs.verify(third, "third"), proofs.verify(second, "second")]
    assert [] == slow.verified
    assert proofs.verify(first, "first")
    assert [(first, "first")] == slow.verified


def test_secrets_are_hashed_as_every_implementation_of_this_shape_reads_them() -> None:
    """Argon2id, version 19, 19456 KiB, two passes, one lane; a fresh salt each time."""
    argon2 = Argon2Secrets()
    phc = argon2.hash("right")

    assert phc.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert phc != argon2.hash("right")
    assert [True, False] == [argon2.verify(phc, "right"), argon2.verify(phc, "wrong")]


@pytest.mark.parametrize("phc", ["", "right", "$argon2id$v=19$m=19456,t=2,p=1$AAAA", "$2b$12$abcdefghijkl"])
def test_a_hash_that_cannot_be_read_is_no_wrong_secret(phc: str) -> None:
    """It is said to be what it is, so that an operator mends the row instead of the caller."""
    with pytest.raises(ApiKeyHashUnreadable):
        Argon2Secrets().verify(phc, "right")
