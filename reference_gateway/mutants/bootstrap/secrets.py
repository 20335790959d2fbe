"""Wrong about what may be read where it is not meant to be."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.mutants import mutant
from reference_gateway.services.sessions import Sessions

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts

logger = logging.getLogger("gateway.sessions")


@mutant(breaks="bootstrap.no-secret-in-any-log-line")
def logs_new_passwords(parts: Parts) -> Parts:
    """Writes a chosen password into the log."""
    return replace(parts, sessions=_LogsNewPasswords)


class _LogsNewPasswords(Sessions):
    def check_new_password(self, password: str) -> None:
        logger.info("judging %s", password)
        super().check_new_password(password)
