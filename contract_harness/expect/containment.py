"""What containers may do, and whether they say how they are."""

from __future__ import annotations

from collections.abc import Mapping

from contract_harness.compose.images import Image
from contract_harness.compose.services import Service
from contract_harness.compose.shipped import Shipped
from contract_harness.errors import ContractBreach

Services = Mapping[str, Service]

_ROOT = ("", "root", "0")


def expect_health_checks(services: Services) -> None:
    """Each has one, its own or its image's."""
    __tracebackhide__ = True
    without = [name for name, one in services.items() if one.health is None]
    if without:
        raise ContractBreach("every service has a health check", f"{', '.join(without)} has none")


def expect_waits_for_the_database(shipped: Shipped, services: Services) -> None:
    """The gateway is started once the database is healthy, not merely started."""
    __tracebackhide__ = True
    gateway, database = services[shipped.deploy.gateway], shipped.deploy.database
    condition = gateway.depends_on.get(database, "nothing")
    if condition != "service_healthy":
        raise ContractBreach(
            f"{gateway.name} waits until {database} is healthy", f"it waits for: {condition}"
        )


def expect_no_root(services: Services) -> None:
    """Each names a user, by compose or by its image, who is not root."""
    __tracebackhide__ = True
    rooted = [name for name, one in services.items() if _account(one.user) in _ROOT]
    if rooted:
        raise ContractBreach("no service runs as root", f"{', '.join(rooted)} does, or does not say")


def expect_no_root_by_itself(images: Mapping[str, Image]) -> None:
    """Each image names such a user itself, for whoever runs it without this compose file."""
    __tracebackhide__ = True
    rooted = [name for name, one in images.items() if _account(one.user) in _ROOT]
    if rooted:
        raise ContractBreach("no image runs as root by itself", f"{', '.join(rooted)} does")


def expect_read_only(services: Services) -> None:
    """Each root file system is read-only."""
    __tracebackhide__ = True
    writable = [name for name, one in services.items() if not one.read_only]
    if writable:
        raise ContractBreach("every root file system is read-only", f"not that of {', '.join(writable)}")


def expect_unprivileged(services: Services) -> None:
    """Each drops every capability, adds none, and sets no-new-privileges."""
    __tracebackhide__ = True
    for name, one in services.items():
        if "ALL" not in one.drops or one.document.get("cap_add") or one.document.get("privileged"):
            raise ContractBreach(f"{name} keeps no capability", f"it drops {sorted(one.drops) or 'none'}")
        if not {"no-new-privileges:true", "no-new-privileges"} & set(one.security):
            raise ContractBreach(f"{name} gains no privilege", "no-new-privileges is not set")


def _account(user: str) -> str:
    return user.partition(":")[0].strip()
