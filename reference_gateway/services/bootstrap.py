"""
The first administrator (observed gateway, 9.2), made whole or not at all.

Unlike the observed gateway, the password is known and hashed before anything is written, an admin who was
only invited does not stand in the way, and replicas that boot together make one.
"""

from collections.abc import Mapping

from reference_gateway.config.auth import BootstrapAdmin
from reference_gateway.config.references import ReferenceUnresolved
from reference_gateway.domain.faults import BootstrapFault
from reference_gateway.domain.identity import BOOTSTRAP_ADMIN_ID
from reference_gateway.domain.secrets import Secret
from reference_gateway.ports import Clock, SecretHasher, UnitOfWork
from reference_gateway.ports.startup import BootstrapStore


class Bootstrap:
    """Makes the bootstrap admin of one configuration."""

    def __init__(
        self,
        config: BootstrapAdmin,
        *,
        env: Mapping[str, str],
        store: BootstrapStore,
        work: UnitOfWork,
        hasher: SecretHasher,
        clock: Clock,
    ) -> None:
        self._config = config
        self._env = env
        self._store = store
        self._work = work
        self._hasher = hasher
        self._clock = clock

    def ensure(self) -> bool:
        """Make the admin unless there is no need; whether one was made.

        An existing admin keeps password, email and flag whatever the configuration says now, and then the
        password's variable need not even be set.

        Raises:
            BootstrapFault: the password cannot be resolved, or the email is taken; nothing was written.
        """
        if not self.is_wanted() or self.is_admin_present():
            return False
        phc = self._hasher.hash(self.password().reveal())
        with self._work.startup_lock():
            # Another replica may have been first while this one was hashing.
            if self.is_admin_present():
                return False
            self.refuse_taken_email()
            self.write(phc)
        return True

    def is_wanted(self) -> bool:
        """Whether the configuration asks for an admin at all."""
        return self._config.enabled

    def is_admin_present(self) -> bool:
        """Whether somebody can administer the platform already."""
        return self._store.has_usable_platform_admin()

    def password(self) -> Secret:
        """The first password; no length rule applies to it.

        Raises:
            BootstrapFault: the variable is missing or empty.
        """
        try:
            return self._config.password.resolve(self._env)
        except ReferenceUnresolved as error:
            raise BootstrapFault(f"auth.bootstrap_admin.password: {error}") from None

    def refuse_taken_email(self) -> None:
        """The admin may not take over another user's address.

        Raises:
            BootstrapFault: the address is in use.
        """
        user = self._store.user_by_email(self._config.email)
        if user is not None and user.id != BOOTSTRAP_ADMIN_ID:
            raise BootstrapFault(
                f"auth.bootstrap_admin.email: `{self._config.email}` belongs to another user; choose another"
            )

    def write(self, phc: str) -> None:
        """The row and its password, inside the caller's transaction."""
        now = self._clock()
        must_change = self.must_change_password()
        self._store.put_bootstrap_admin(email=self._config.email, must_change_password=must_change, at=now)
        self._store.store_password(BOOTSTRAP_ADMIN_ID, phc, must_change=must_change, at=now)

    def must_change_password(self) -> bool:
        """Whether the first sign-in must rotate the password."""
        return self._config.require_password_change
