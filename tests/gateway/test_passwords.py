"""What was hashed or proved once is known, and nothing else."""

from __future__ import annotations

from reference_gateway.services.passwords import RememberedProofs


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
