"""Argon2id for passwords and key secrets, and a memory of proofs so that a busy key is not slow."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import threading
from typing import TYPE_CHECKING

from reference_gateway.domain.errors import ApiKeyHashUnreadable
from reference_gateway.ports import SecretHasher

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

TIME_COST = 2
MEMORY_COST_KIB = 19456
PARALLELISM = 1

NOBODYS_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$QGB2PWXTOnIAnGGmDMCfYQ$UMK0auHmGXftFsiTAdJOXvCb6mbZgOAq/O8oX6OfSOE"
)
"""Verified where no hash exists, so that an unknown name takes as long as a wrong secret."""

REMEMBERED_PROOFS = 4096

HASHED_AT_ONCE = 4


class Argon2Secrets:
    """Argon2id PHC strings with v=19, m=19456 KiB, t=2, p=1 (observed gateway, 2.6)."""

    def hash(self, secret: str) -> str:
        """A freshly salted PHC string."""
        # Imported here and below: a boot that hashes nothing does not pay for it.
        from argon2 import PasswordHasher

        hasher = PasswordHasher(time_cost=TIME_COST, memory_cost=MEMORY_COST_KIB, parallelism=PARALLELISM)
        return hasher.hash(secret)

    def verify(self, phc: str, secret: str) -> bool:
        """Whether *secret* is the one hashed.

        Raises:
            ApiKeyHashUnreadable: *phc* is not an Argon2 PHC string.
        """
        from argon2 import PasswordHasher
        from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

        try:
            return PasswordHasher().verify(phc, secret)
        except VerifyMismatchError:
            return False
        except (InvalidHashError, VerificationError) as unreadable:
            raise ApiKeyHashUnreadable from unreadable


class FewAtOnce:
    """A `SecretHasher` of which so many calls run at once, and the others wait their turn.

    Each takes 19 MiB and a core: as many as there are callers would need more memory than a pod is given, and
    be no faster. They run in threads of their own: the allocator keeps for each thread what it once took.
    """

    def __init__(self, hasher: SecretHasher, *, at_once: int = HASHED_AT_ONCE) -> None:
        self._hasher = hasher
        self._at_once = at_once
        self._pools: dict[int, ThreadPoolExecutor] = {}
        self._lock = threading.Lock()

    def hash(self, secret: str) -> str:
        """A freshly salted PHC string."""
        return self._pool().submit(self._hasher.hash, secret).result()

    def verify(self, phc: str, secret: str) -> bool:
        """Whether *secret* is the one hashed."""
        return self._pool().submit(self._hasher.verify, phc, secret).result()

    def close(self) -> None:
        """End the threads, once what runs in them has ended; whoever asks later has new ones."""
        with self._lock:
            pools, self._pools = self._pools, {}
        if pool := pools.get(os.getpid()):
            pool.shutdown(cancel_futures=True)

    def _pool(self) -> ThreadPoolExecutor:
        """That of this process: a worker that was forked has none of its parent's threads."""
        with self._lock:
            if os.getpid() not in self._pools:
                from concurrent.futures import ThreadPoolExecutor

                self._pools = {os.getpid(): ThreadPoolExecutor(self._at_once, "argon2")}
            return self._pools[os.getpid()]


class RememberedProofs:
    """A `SecretHasher` that makes or verifies a pair of hash and secret once and then knows it.

    Only pairs that belong together are kept, the oldest given up for the newest, and only as an HMAC under a
    key that lives as long as the process. The stored hash is part of what is remembered, so a replaced secret
    is verified anew; whether the key is live is not this class's business; the store is asked every time.
    """

    def __init__(self, hasher: SecretHasher) -> None:
        self._hasher = hasher
        self._pepper = secrets.token_bytes()
        self._proofs: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def hash(self, secret: str) -> str:
        """A freshly salted PHC string."""
        phc = self._hasher.hash(secret)
        self._remember(phc, self._proof(phc, secret))
        return phc

    def verify(self, phc: str, secret: str) -> bool:
        """Whether *secret* is the one hashed."""
        proof = self._proof(phc, secret)
        with self._lock:
            known = self._proofs.get(phc)
        if known is not None and hmac.compare_digest(known, proof):
            return True
        if not self._hasher.verify(phc, secret):
            return False
        self._remember(phc, proof)
        return True

    def _proof(self, phc: str, secret: str) -> bytes:
        return hmac.new(self._pepper, f"{phc}\0{secret}".encode(), hashlib.sha256).digest()

    def _remember(self, phc: str, proof: bytes) -> None:
        with self._lock:
            self._proofs[phc] = proof
            if len(self._proofs) > REMEMBERED_PROOFS:
                del self._proofs[next(iter(self._proofs))]
