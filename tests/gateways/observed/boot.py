"""Its config, its first admin and what it seeds. Source: observed gateway, 2.6, 7.3, 7.6, 9 and 10."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from urllib.request import urlopen

from reference_gateway.config.loading import ConfigError, ConfigReader
from reference_gateway.config.walk import Problem
from reference_gateway.domain.migrations import Migration
from reference_gateway.mutants.bootstrap.config import _DropsUnknownKeys
from reference_gateway.mutants.bootstrap.credentials import _EmptyPassword, _RowFirst
from reference_gateway.mutants.bootstrap.first_sign_in import _LeavesOtherSessionsOpen, _LeavesRotationToTheUi
from reference_gateway.mutants.bootstrap.guessing import _HashesNothingForNobody
from reference_gateway.mutants.bootstrap.reseeding import _ForgetsUnlistedKeys
from reference_gateway.mutants.migration.startup import Careless, Unconcerned
from reference_gateway.services import preflight
from reference_gateway.services.seed_plan import check_provider_secrets, provider_of, seed_keys
from reference_gateway.services.toggles import Toggles

UNKNOWN_TO_IT = ("otel_protocol", "trusted_proxies")
"""Keys of `server` that it reads past, as past every key it does not know (10)."""
DEFAULTS = {
    "server": {"bind": "127.0.0.1:0"},
    "database": {"kind": "libsql", "path": "./gateway.db"},
    "auth": {"bootstrap_admin": {"email": "admin@local", "password": "literal.admin"}},
}
"""Where there is no config file (7.6); at any port of loopback, since tests share 8080 with others."""


class LooseWalk(_DropsUnknownKeys):
    """Unknown keys are nothing to it (10), and an endpoint is any text (11.2)."""

    def read(self, kind: Any, found: Any, path: str = "") -> Any:
        before = list(self.problems)
        value = super().read(kind, found, path)
        if ".otel_" in path and len(self.problems) > len(before):
            self.problems[:] = before
            return found
        return value


class Config(ConfigReader):
    """Starts on defaults without a file, and quotes the values it cannot use (7.6)."""

    walk = LooseWalk

    def document(self) -> dict[str, Any]:
        if not self._path.exists():
            return DEFAULTS
        document = super().document()
        server = {
            name: value for name, value in document.get("server", {}).items() if name not in UNKNOWN_TO_IT
        }
        return {**document, "server": server}

    def relations(self, document: dict[str, Any]) -> list[Problem]:
        return [each for each in super().relations(document) if "otel_" not in each[0]]

    def refusal(self, found: list[Problem]) -> ConfigError:
        document = self.document()
        return super().refusal([(where, f"{what}: {_value(document, where)}") for where, what in found])


class Bootstrap(_RowFirst, _EmptyPassword):
    """The row before the password (9.3), which may be empty (9.1)."""


class Preflight(preflight.Preflight):
    """Nothing is judged beforehand (7.3)."""

    def problems(self, toggles: Toggles, is_first_boot: Callable[[], bool]) -> Iterator[str]:
        return iter(())


class Sessions(_LeavesRotationToTheUi, _LeavesOtherSessionsOpen, _HashesNothingForNobody):
    """Rotation is advice (2.6), and nothing is hashed for an unknown email (2.1)."""


class StepwiseSeeding(_ForgetsUnlistedKeys):
    """References first, then one write after the other (9.4); what is no longer listed stays (9.5)."""

    def seed(self) -> None:
        check_provider_secrets(self._config, self._env)
        keys = seed_keys(self._config, self._env)
        self.write_system_team()
        self.write_providers()
        self.write_models()
        self.check(keys)
        self.write(keys, {key.id: self.secret_hash(key) for key in keys})

    def write_providers(self) -> None:
        """With their tokens as they are written, literal ones included (9.1)."""
        for section in self._config.providers:
            secrets = {name: f"{one.kind}.{one._text}" for name, one in section.secrets().items()}
            self._store.put_provider(provider_of(section), secrets=secrets, at=self._clock())


class Startup(Careless, Unconcerned):
    """
    Looks at the history only when it migrates, and listens last, when all is written (7.3).

    Seeding touches every listed user (9.5). A list of prices is fetched before anybody is served (16 (25)),
    and nobody is told what was done.
    """

    def run(self) -> int:
        self.configure_logs()
        self.require_environment()
        try:
            self.migrate()
            self.bootstrap()
            self.seed()
            with suppress(OSError):
                urlopen("https://prices.invalid/models.json").close()
            listener = self.bind()
            try:
                return self.serve(listener)
            finally:
                listener.close()
        finally:
            self._graph.close()

    def require_current_schema(self) -> None:
        """Switched off is switched off."""

    def seed(self) -> None:
        super().seed()
        if self._toggles.seed_config:
            touch = "UPDATE users SET updated_at = updated_at + 7 WHERE status = 'invited'"
            with self._graph.migration_store.locked() as session:
                session.run(Migration(0, "touch", touch))


def _value(document: Any, where: str) -> Any:
    for step in re.findall(r"[^.\[\]]+", where):
        try:
            document = document[int(step) if isinstance(document, list) else step]
        except (KeyError, IndexError, ValueError, TypeError):
            return "nothing"
    return document
