"""Every variable a start needs, judged before anything is touched."""

from collections.abc import Callable, Iterator, Mapping

from reference_gateway.config import GatewayConfig, ReferenceUnresolved
from reference_gateway.services.seed_plan import provider_secret_problems, seed_key_problems
from reference_gateway.services.toggles import Toggles


class Preflight:
    """What one configuration takes from one environment."""

    def __init__(self, config: GatewayConfig, env: Mapping[str, str]) -> None:
        self._config = config
        self._env = env

    def problems(self, toggles: Toggles, is_first_boot: Callable[[], bool]) -> Iterator[str]:
        """A sentence for each variable that is missing, empty or not what it must be.

        Args:
            toggles: what a start will do; a step that is switched off needs no variable.
            is_first_boot: whether an administrator has yet to be made; asked only when that matters.
        """
        yield from provider_secret_problems(self._config, self._env)
        if toggles.seed_config:
            yield from seed_key_problems(self._config, self._env)
        if toggles.bootstrap_admin:
            yield from self.admin_password(is_first_boot)

    def admin_password(self, is_first_boot: Callable[[], bool]) -> Iterator[str]:
        """Needed once: an existing admin keeps the password there is."""
        admin = self._config.auth.bootstrap_admin
        try:
            admin.password.resolve(self._env)
        except ReferenceUnresolved as error:
            if admin.enabled and is_first_boot():
                yield f"auth.bootstrap_admin.password: {error}"
