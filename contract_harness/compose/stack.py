"""The one replayed stack that many clauses look at, and the people at its door."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from contract_harness.clients.admin import AdminApi
from contract_harness.clients.http import Reply
from contract_harness.compose.replay import Replay
from contract_harness.compose.secrets import Secrets
from contract_harness.compose.shipped import Shipped
from contract_harness.errors import Blocked, ContractBreach, HarnessError, NotObservable
from contract_harness.evidence.recorder import Evidence
from contract_harness.patience import Patience
from contract_harness.targets.target import Target


@dataclass(slots=True)
class Stack:
    """A stack that is brought up once, when a clause first asks for it.

    Attributes:
        first_reply: to the very first sign-in of the first admin.
        has_rotated: the admin has chosen another password since.
    """

    target: Target
    shipped: Shipped
    patience: Patience
    first_reply: Reply | None = None
    has_rotated: bool = False
    _replay: Replay | None = field(default=None, repr=False)
    _failure: ContractBreach | HarnessError | NotObservable | None = field(default=None, repr=False)

    def up(self, evidence: Evidence) -> Replay:
        """The stack, up; what it does from now on is shown by *evidence*.

        Raises:
            ContractBreach: it does not come up. It is not tried again.
            NotObservable: something in it cannot be played here.
            HarnessError: what it stands on here could not be put up; from the second time on, Blocked.
        """
        __tracebackhide__ = True
        if self._failure is not None:
            raise self._failure.with_traceback(None)
        if self._replay is None:
            with self._tried_once():
                self._replay = Replay(self.target, self.shipped, self.patience)
                self._replay.up()
        self._replay.shown_by(evidence)
        return self._replay

    def up_again(self) -> None:
        """Take it down and bring it up again.

        Raises:
            ContractBreach: it does not come up again; whoever asks for it later is blocked.
            HarnessError: as `up`.
        """
        __tracebackhide__ = True
        assert self._replay is not None
        self._replay.down()
        with self._tried_once():
            self._replay.up()

    @property
    def secrets(self) -> Secrets:
        """What was given when it was deployed; it is up."""
        assert self._replay is not None
        return self._replay.secrets

    @property
    def email(self) -> str:
        """Of the first admin."""
        return self.shipped.deploy.admin_email

    @property
    def password(self) -> str:
        """The admin's password now."""
        return self.secrets.new_password if self.has_rotated else self.secrets.admin_password

    def first_sign_in(self, browser: AdminApi) -> Reply:
        """What the first sign-in ever was answered; later ones are not the first."""
        if self.first_reply is None:
            self.first_reply = browser.sign_in(self.email, self.secrets.admin_password)
        return self.first_reply

    def choose_password(self, browser: AdminApi) -> None:
        """Have the admin choose another password, once.

        Raises:
            ContractBreach: this is refused.
        """
        __tracebackhide__ = True
        self.first_sign_in(browser)
        if not self.has_rotated:
            browser.sign_in(self.email, self.secrets.admin_password)
            reply = browser.change_password(self.secrets.admin_password, self.secrets.new_password)
            if not 200 <= reply.status < 300:
                raise ContractBreach("the admin chooses another password", f"{reply.status}", reply.shown)
            self.has_rotated = True

    @contextmanager
    def _tried_once(self) -> Iterator[None]:
        """What fails in here is remembered: nobody may take the gateway's silence for its answer."""
        is_first = self._replay is None
        try:
            yield
        except ContractBreach as breach:
            self._failure = breach if is_first else Blocked("the stack", breach)
            raise
        except NotObservable as reason:
            self._failure = reason
            raise
        except Exception as error:
            self._failure = Blocked("the stack", error)
            raise

    def close(self) -> None:
        """End it and remove what it wrote."""
        if self._replay is not None:
            self._replay.close()
