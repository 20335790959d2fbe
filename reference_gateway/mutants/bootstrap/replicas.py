"""Wrong about replicas that boot together on one empty database."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from reference_gateway.mutants import mutant
from reference_gateway.mutants.bootstrap._second_admins import ADD_ADMIN, NeverPresent
from reference_gateway.store.bootstrap import BootstrapStore

if TYPE_CHECKING:
    from datetime import datetime

    from reference_gateway.wiring import Parts


@mutant(breaks="bootstrap.replicas-make-one-admin")
def makes_an_admin_for_each_replica(parts: Parts) -> Parts:
    """Makes one more admin for each process that boots."""
    return replace(parts, bootstrap=NeverPresent, bootstrap_store=_AdminOfThisProcess)


class _AdminOfThisProcess(BootstrapStore):
    def put_bootstrap_admin(self, *, email: str, must_change_password: bool, at: datetime) -> None:
        super().put_bootstrap_admin(email=email, must_change_password=must_change_password, at=at)
        self._backend.execute(ADD_ADMIN, id=str(uuid4()), email=f"{os.getpid()}-{email}")
