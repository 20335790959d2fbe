"""
Where services find each other when they are plain processes of one machine.

In a container a service listens at its own port and is found by its name. Here every container port has a
port of this machine, and what names a service, an own port or a mounted path is rewritten: in the
environment, in the words of a command, and in the text files that are mounted. A service that shares no
network with another, or a port nobody listens at, leads to a port that refuses connections, as there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from contract_harness.compose.services import Service
from contract_harness.drivers.ports import free_port

_DEFAULT_PORTS = {"http": 80, "https": 443, "postgres": 5432, "postgresql": 5432}
_HERE = "127.0.0.1"
_NOT_USERINFO = r"(?![^/@\s]*@)"
"""What stands before an `@` is a user and a password, even when it reads like a service and a port."""


@dataclass(slots=True)
class Addresses:
    """The ports of this machine that stand for container ports.

    Attributes:
        ports: by service and container port.
    """

    services: Mapping[str, Service]
    ports: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, services: Mapping[str, Service]) -> Addresses:
        """A free port for each container port that is named, by its own service or by one that calls it."""
        named = {(name, port): free_port() for name, one in services.items() for port in one.ports}
        for asker in services.values():
            text = " ".join((*asker.environment.values(), *asker.argv))
            for name, port in re.findall(rf"(?<![\w.-])([\w.-]+):(\d+)(?![\w@]){_NOT_USERINFO}", text):
                if name in services and asker.networks & services[name].networks:
                    named.setdefault((name, int(port)), 0)
        return cls(services, {key: port or free_port() for key, port in named.items()})

    def url(self, service: str, port: int) -> str:
        """Where a container port answers on this machine."""
        return f"http://{_HERE}:{self.ports[service, port]}"

    def listening(self, service: str, port: int) -> int:
        """The port of this machine that *service* listens at for its container port."""
        return self.ports.setdefault((service, port), free_port())

    def seen_by(self, service: Service, text: str, paths: Mapping[str, str]) -> str:
        """*text* as *service* must read it here.

        Args:
            paths: what is at each mounted path.
        """
        if whole := self._own_port(service, text):
            return whole
        text = re.sub(
            r"(?<![\w.])(0\.0\.0\.0|127\.0\.0\.1|localhost|\[::1?\]):(\d+)(?!\d)",
            lambda found: f"{_HERE}:{self._port(service, service.name, int(found[2]))}",
            text,
        )
        for name in self._names():
            text = re.sub(
                rf"(?<![\w.-]){re.escape(name)}:(\d+)(?![\w@]){_NOT_USERINFO}",
                lambda found, name=name: f"{_HERE}:{self._port(service, name, int(found[1]))}",  # type: ignore[misc]
                text,
            )
            text = re.sub(
                rf"(?<![\w+.-])([a-z]+)(://(?:[^@/\s]*@)?){re.escape(name)}(?![\w.:@-])",
                lambda found, name=name: (
                    f"{found[1]}{found[2]}{_HERE}:{self._implied(service, name, found[1])}"
                ),  # type: ignore[misc]
                text,
            )
        for inside, outside in paths.items():
            text = re.sub(rf"(?<![\w./-]){re.escape(inside)}(?![\w.-])", lambda _, to=outside: to, text)  # type: ignore[misc]
        return text

    def _own_port(self, service: Service, text: str) -> str | None:
        """A value or argument that is an own port, or every address, and nothing else."""
        if text in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
            return _HERE
        before, equals, number = text.rpartition("=")
        if (
            number.isdigit()
            and (service.name, int(number)) in self.ports
            and (not equals or before[:1] == "-")
        ):
            return f"{before}{equals}{self.ports[service.name, int(number)]}"
        return None

    def _implied(self, asker: Service, name: str, scheme: str) -> int:
        return self._port(asker, name, _DEFAULT_PORTS.get(scheme, 0))

    def _port(self, asker: Service, name: str, port: int) -> int:
        is_reached = bool(asker.networks & self.services[name].networks)
        key = (name, port) if is_reached else (f"{asker.name}, who cannot reach {name}", port)
        if key not in self.ports:
            self.ports[key] = free_port()
        return self.ports[key]

    def _names(self) -> Iterable[str]:
        """Longest first, so that `db-replica` is not taken for `db`."""
        return sorted(self.services, key=len, reverse=True)
