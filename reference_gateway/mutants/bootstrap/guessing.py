"""Wrong about whoever guesses at passwords."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.mutants import mutant
from reference_gateway.services.guesses import Guesses
from reference_gateway.services.sessions import Sessions, SignedIn

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="bootstrap.guessing-is-throttled")
def tires_of_no_guess(parts: Parts) -> Parts:
    """Looks at each password, however many were wrong before."""
    return replace(parts, guesses=_TiresOfNone)


@mutant(breaks="bootstrap.guessing-is-throttled")
def lets_the_right_guess_through(parts: Parts) -> Parts:
    """Throttles wrong passwords only, so that guessing goes on until one is right."""
    return replace(parts, sessions=_LetsTheRightOneThrough)


@mutant(breaks="bootstrap.refusals-tell-no-email")
def hashes_nothing_for_nobody(parts: Parts) -> Parts:
    """Refuses an unknown email without verifying a password."""
    return replace(parts, sessions=_HashesNothingForNobody)


class _TiresOfNone(Guesses):
    def failed(self, address: str) -> None:
        """One more."""


class _LetsTheRightOneThrough(Sessions):
    def sign_in(self, email: str, password: str) -> tuple[SignedIn, str]:
        user = self._identity.user_by_email(email)
        if user is not None and self.proves(self._identity.password_hash(user.id), password):
            self._guesses.succeeded(email)
        return super().sign_in(email, password)


class _HashesNothingForNobody(Sessions):
    def proves(self, known_hash: str | None, password: str) -> bool:
        return known_hash is not None and super().proves(known_hash, password)
