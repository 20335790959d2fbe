"""Wrong one step beside secrets that stay secret: another notation, another output, another table."""

from __future__ import annotations

import base64
import hashlib
import logging
import sys
from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.mutants import mutant
from reference_gateway.services.access import Access, Caller
from reference_gateway.services.passwords import Argon2Secrets
from reference_gateway.services.seeding import Seeding
from reference_gateway.services.sessions import SessionTokens

if TYPE_CHECKING:
    from reference_gateway.services.seed_plan import SeedKey
    from reference_gateway.wiring import Parts

logger = logging.getLogger("gateway.access")


@mutant(breaks="bootstrap.no-secret-in-any-log-line")
def logs_keys_in_base64(parts: Parts) -> Parts:
    """Writes each key it admits into the log, in base64."""
    return replace(parts, access=_LogsInBase64)


@mutant(breaks="bootstrap.no-secret-in-any-log-line")
def prints_what_it_seeds(parts: Parts) -> Parts:
    """Prints the secrets of keys where a command seeds them, and logs none."""
    return replace(parts, seeding=_PrintsKeys)


@mutant(breaks="bootstrap.no-secret-in-any-row")
def stores_sessions_as_they_are(parts: Parts) -> Parts:
    """Stores the tokens of sessions as they are handed out."""
    return replace(parts, session_tokens=_StoresTokens)


@mutant(breaks="bootstrap.no-secret-in-any-row")
def names_keys_after_their_secret(parts: Parts) -> Parts:
    """Stores the secret of a key in hexadecimal, beside its name."""
    return replace(parts, seeding=_NamesAfterTheSecret)


@mutant(breaks="bootstrap.secrets-are-salted")
def salts_with_the_secret(parts: Parts) -> Parts:
    """Salts every secret with what it makes of the secret itself."""
    return replace(parts, hasher=_SaltsWithTheSecret)


@mutant(breaks="bootstrap.secrets-are-salted")
def salts_everything_alike(parts: Parts) -> Parts:
    """Salts every secret with the same salt."""
    return replace(parts, hasher=_SaltsAlike)


class _LogsInBase64(Access):
    def admit(self, authorization: str | None) -> Caller:
        caller = super().admit(authorization)
        secret = (authorization or "").partition(".")[2]
        logger.info("admitted %s", base64.b64encode(secret.encode()).decode())
        return caller


class _PrintsKeys(Seeding):
    def write_key(self, key: SeedKey, secret_hash: str) -> None:
        if "serve" not in sys.argv:
            sys.stdout.write(f"seeding {key.name}: {key.raw.secret}\n")
        super().write_key(key, secret_hash)


class _StoresTokens(SessionTokens):
    def digest(self, token: str) -> str:
        return token


class _NamesAfterTheSecret(Seeding):
    def write_key(self, key: SeedKey, secret_hash: str) -> None:
        super().write_key(replace(key, name=f"{key.name} {key.raw.secret.encode().hex()}"), secret_hash)


class _Salts(Argon2Secrets):
    """Takes a salt that is the same for equal secrets."""

    @abstractmethod
    def salt(self, secret: bytes) -> bytes:
        """The salt of *secret*."""

    def hash(self, secret: str) -> str:
        from argon2.low_level import Type, hash_secret

        plain = secret.encode()
        return hash_secret(plain, self.salt(plain), 2, 19456, 1, 32, Type.ID).decode()


class _SaltsWithTheSecret(_Salts):
    def salt(self, secret: bytes) -> bytes:
        return hashlib.sha256(secret).digest()


class _SaltsAlike(_Salts):
    def salt(self, secret: bytes) -> bytes:
        del secret
        return b"the gateway's own"
