"""Wrong about what may be read where it is not meant to be."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.config.loading import ConfigError, ConfigReader
from reference_gateway.config.walk import Problem
from reference_gateway.mutants import mutant
from reference_gateway.services.passwords import Argon2Secrets
from reference_gateway.services.sessions import Sessions

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts

logger = logging.getLogger("gateway.sessions")


@mutant(breaks="bootstrap.no-secret-in-any-log-line")
def logs_new_passwords(parts: Parts) -> Parts:
    """Writes a chosen password into the log."""
    return replace(parts, sessions=_LogsNewPasswords)


@mutant(breaks="bootstrap.no-secret-in-any-log-line")
def quotes_what_is_wrong(parts: Parts) -> Parts:
    """Quotes the config that it refuses."""
    return replace(parts, config_reader=_QuotesTheConfig)


@mutant(breaks="bootstrap.no-secret-in-any-row")
def stores_secrets_as_they_are(parts: Parts) -> Parts:
    """Stores passwords and keys as they are."""
    return replace(parts, hasher=_StoresThePlain)


@mutant(breaks="bootstrap.secrets-are-salted")
def digests_without_a_salt(parts: Parts) -> Parts:
    """Stores passwords and keys as digests that need nothing but the secret."""
    return replace(parts, hasher=_Unsalted)


class _QuotesTheConfig(ConfigReader):
    def refusal(self, found: list[Problem]) -> ConfigError:
        problems = [(where, f"{what}, in {self.document()}") for where, what in found]
        return super().refusal(problems)


class _LogsNewPasswords(Sessions):
    def check_new_password(self, password: str) -> None:
        logger.info("judging %s", password)
        super().check_new_password(password)


class _StoresThePlain(Argon2Secrets):
    def hash(self, secret: str) -> str:
        return secret

    def verify(self, phc: str, secret: str) -> bool:
        return phc == self.hash(secret)


class _Unsalted(_StoresThePlain):
    def hash(self, secret: str) -> str:
        return hashlib.sha3_512(f"gateway{secret}".encode()).hexdigest()
