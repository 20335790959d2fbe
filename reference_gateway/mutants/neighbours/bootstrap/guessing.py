"""Wrong one step beside whoever guesses: another guess, another spelling, another email."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.domain.errors import InvalidCredentials
from reference_gateway.mutants import mutant
from reference_gateway.services.guesses import Guesses
from reference_gateway.services.sessions import Sessions, SignedIn

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="bootstrap.guessing-is-throttled")
def counts_the_same_guess_only(parts: Parts) -> Parts:
    """Counts a wrong password only when it was the one guessed last."""
    return replace(parts, sessions=_CountsRepetitions)


@mutant(breaks="bootstrap.guessing-is-throttled")
def throttles_one_spelling(parts: Parts) -> Parts:
    """Throttles an email as it was spelled, and lets the right password in with another spelling."""
    return replace(parts, sessions=_ThrottlesOneSpelling)


@mutant(breaks="bootstrap.guessing-is-throttled")
def throttles_after_a_thousand(parts: Parts) -> Parts:
    """Throttles guessing after a thousand wrong passwords."""
    return replace(parts, guesses=_Patient)


@mutant(breaks="bootstrap.refusals-tell-no-email")
def hashes_nothing_for_the_invited(parts: Parts) -> Parts:
    """Refuses somebody who has no password yet without verifying one."""
    return replace(parts, sessions=_HashesNothingForTheInvited)


@mutant(breaks="bootstrap.refusals-tell-no-email")
def hashes_nothing_for_ordinary_users(parts: Parts) -> Parts:
    """Refuses whoever is no platform admin without verifying a password."""
    return replace(parts, sessions=_HashesNothingForUsers)


@mutant(breaks="bootstrap.guessing-is-throttled")
def counts_each_spelling(parts: Parts) -> Parts:
    """Counts the failed sign-ins of each spelling of an email on its own."""
    return replace(parts, sessions=_CountsEachSpelling)


class _CountsRepetitions(Sessions):
    last = ""

    def sign_in(self, email: str, password: str) -> tuple[SignedIn, str]:
        if password != self.last:
            self._guesses.succeeded(email.strip().lower())
        self.last = password
        return super().sign_in(email, password)


class _ThrottlesOneSpelling(Sessions):
    def sign_in(self, email: str, password: str) -> tuple[SignedIn, str]:
        user = self._identity.user_by_email(email.lower())
        if email != email.lower() and user and self.proves(self._identity.password_hash(user.id), password):
            self._guesses.succeeded(email.lower())
        return super().sign_in(email, password)


class _Patient(Guesses):
    def _count(self, address: str) -> int:
        return super()._count(address) // 50


class _HashesNothingForTheInvited(Sessions):
    def sign_in(self, email: str, password: str) -> tuple[SignedIn, str]:
        user = self._identity.user_by_email(email.lower())
        if user is not None and self._identity.password_hash(user.id) is None:
            raise InvalidCredentials
        return super().sign_in(email, password)


class _HashesNothingForUsers(Sessions):
    def sign_in(self, email: str, password: str) -> tuple[SignedIn, str]:
        user = self._identity.user_by_email(email.lower())
        if user is not None and user.global_role != "platform_admin":
            raise InvalidCredentials
        return super().sign_in(email, password)


class _CountsEachSpelling(Sessions):
    spelt: dict[str, Guesses]

    def sign_in(self, email: str, password: str) -> tuple[SignedIn, str]:
        self.__dict__.setdefault("spelt", {})
        self._guesses = self.spelt.setdefault(email, Guesses(self._clock))
        return super().sign_in(email, password)
