"""Wrong one step beside the secrets of the environment: another variable, another value, another command."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from msgspec import structs

from reference_gateway.config.loading import ConfigReader
from reference_gateway.domain.faults import BootstrapFault, Fault
from reference_gateway.domain.identity import BOOTSTRAP_ADMIN_ID
from reference_gateway.domain.secrets import Secret
from reference_gateway.mutants import mutant
from reference_gateway.mutants._preflight import NoForesight
from reference_gateway.services.bootstrap import Bootstrap
from reference_gateway.services.passwords import Argon2Secrets
from reference_gateway.services.seeding import Seeding
from reference_gateway.wiring.graph import Graph

if TYPE_CHECKING:
    from reference_gateway.config.document import GatewayConfig
    from reference_gateway.config.references import Reference
    from reference_gateway.config.walk import Problem
    from reference_gateway.wiring import Parts


@mutant(breaks="bootstrap.password-comes-from-the-environment")
def cuts_a_long_password(parts: Parts) -> Parts:
    """Reads the first 72 bytes of a password and no more."""
    return replace(parts, hasher=_ReadsTheBeginning)


@mutant(breaks="bootstrap.password-comes-from-the-environment")
def resolves_a_password_twice(parts: Parts) -> Parts:
    """Takes a password that begins like a literal for a literal."""
    return replace(parts, bootstrap=_ResolvesTwice)


@mutant(breaks="bootstrap.provider-token-comes-from-the-environment")
def sends_every_provider_the_first_token(parts: Parts) -> Parts:
    """Sends every provider the token of the first."""
    return replace(parts, graph=_FirstTokenForAll)


@mutant(breaks="bootstrap.provider-token-comes-from-the-environment")
def knows_one_variable_of_tokens(parts: Parts) -> Parts:
    """Sends the token of the one variable it knows, whichever the config names."""
    return replace(parts, graph=_KnowsOneVariable)


@mutant(breaks="bootstrap.key-values-come-only-from-the-environment")
def accepts_bare_keys(parts: Parts) -> Parts:
    """Accepts a gateway key that is written into the config without a word in front."""
    return replace(parts, config_reader=_AcceptsBareKeys)


@mutant(breaks="bootstrap.key-values-come-only-from-the-environment")
def accepts_literals_behind_the_first(parts: Parts) -> Parts:
    """Refuses a literal for the first key and accepts one for the others."""
    return replace(parts, config_reader=_AcceptsLaterLiterals)


@mutant(breaks="bootstrap.unset-variables-stop-the-boot")
def passes_over_empty_keys(parts: Parts) -> Parts:
    """Leaves out a key whose variable is empty or blank, and insists on those that are unset."""
    return replace(parts, preflight=NoForesight, seeding=_PassesOverEmptyKeys)


@mutant(breaks="bootstrap.unset-variables-stop-the-boot")
def insists_on_the_first_key(parts: Parts) -> Parts:
    """Insists on the first key's variable and leaves out the others it cannot find."""
    return replace(parts, preflight=NoForesight, seeding=_InsistsOnTheFirst)


@mutant(breaks="bootstrap.unset-variables-stop-the-boot")
def insists_on_the_first_provider(parts: Parts) -> Parts:
    """Insists on the first provider's token and seeds the others without theirs."""
    return replace(parts, preflight=NoForesight, seeding=_InsistsOnTheFirstProvider)


@mutant(breaks="bootstrap.blank-secrets-stop-the-boot")
def takes_blanks_for_secrets(parts: Parts) -> Parts:
    """Takes a blank for a password and for a token."""
    return replace(parts, config_reader=_TakesBlanks)


@mutant(breaks="bootstrap.blank-secrets-stop-the-boot")
def takes_the_first_line_of_a_secret(parts: Parts) -> Parts:
    """Takes the first line of a secret that has two, and says nothing."""
    return replace(parts, config_reader=_TakesTheFirstLine)


@mutant(breaks="bootstrap.refusal-names-the-variable")
def keeps_the_token_variable_to_itself(parts: Parts) -> Parts:
    """Names the variables of passwords and keys, and not the one of a token."""
    return replace(parts, preflight=NoForesight, seeding=_KeepsTokensToItself)


@mutant(breaks="bootstrap.refusal-names-the-variable")
def names_the_variable_to_those_who_serve(parts: Parts) -> Parts:
    """Names a missing variable where it is asked to serve, and to no other command."""
    return replace(parts, bootstrap=_NamesToServe, seeding=_NamesKeysToServe)


@mutant(breaks="bootstrap.no-half-made-admin")
def accepts_a_blank_password(parts: Parts) -> Parts:
    """Takes a variable with a blank in it for a password of one blank."""
    return replace(parts, preflight=NoForesight, bootstrap=_BlankPassword)


@mutant(breaks="bootstrap.no-half-made-admin")
def leaves_half_an_admin_by_the_command(parts: Parts) -> Parts:
    """Writes the admin's row before the password where the command makes the admin."""
    return replace(parts, bootstrap=_RowFirstByTheCommand)


@mutant(breaks="bootstrap.no-half-made-admin")
def writes_row_and_password_apart(parts: Parts) -> Parts:
    """Writes the admin's row in one transaction and the password in another."""
    return replace(parts, bootstrap=_WritesApart)


class _WritesApart(Bootstrap):
    def ensure(self) -> bool:
        if not self.is_wanted() or self.is_admin_present():
            return False
        self.write(self._hasher.hash(self.password().reveal()))
        return True


class _ReadsTheBeginning(Argon2Secrets):
    def hash(self, secret: str) -> str:
        return super().hash(secret.encode()[:72].decode("utf-8", "ignore"))

    def verify(self, phc: str, secret: str) -> bool:
        return super().verify(phc, secret.encode()[:72].decode("utf-8", "ignore"))


class _ResolvesTwice(Bootstrap):
    def password(self) -> Secret:
        return Secret(super().password().reveal().removeprefix("literal."))


class _FirstTokenForAll(Graph):
    def secret(self, path: str, reference: Reference | None) -> Secret | None:
        if path.startswith("providers."):
            reference = self.config.providers[0].secrets()["token"]
        return super().secret(path, reference)


class _KnowsOneVariable(Graph):
    def secret(self, path: str, reference: Reference | None) -> Secret | None:
        if path.startswith("providers.") and reference is not None and reference.variable:
            return Secret(self.env["OPENAI_API_KEY"])
        return super().secret(path, reference)


class _WritesKeysToTheEnvironment(ConfigReader):
    def is_taken(self, number: int, value: str) -> bool:
        raise NotImplementedError

    def typed(self, document: dict[str, Any]) -> tuple[GatewayConfig | None, list[Problem]]:
        for number, key in enumerate(document.get("auth", {}).get("seed_api_keys", [])):
            if self.is_taken(number, key["value"]):
                os.environ[f"WRITTEN_KEY_{number}"] = key["value"].removeprefix("literal.")
                key["value"] = f"env.WRITTEN_KEY_{number}"
        return super().typed(document)


class _AcceptsBareKeys(_WritesKeysToTheEnvironment):
    def is_taken(self, number: int, value: str) -> bool:
        del number
        return value.startswith("gwk_")


class _AcceptsLaterLiterals(_WritesKeysToTheEnvironment):
    def is_taken(self, number: int, value: str) -> bool:
        return number > 0 and value.startswith("literal.")


class _KeepsSomeKeys(Seeding):
    def is_kept(self, number: int, value: str | None) -> bool:
        raise NotImplementedError

    def seed(self) -> None:
        auth = self._config.auth
        kept = [
            key
            for number, key in enumerate(auth.seed_api_keys)
            if self.is_kept(number, self._env.get(key.value.variable or ""))
        ]
        narrowed = structs.replace(auth, seed_api_keys=kept)
        self._config: GatewayConfig = structs.replace(self._config, auth=narrowed)
        super().seed()


class _PassesOverEmptyKeys(_KeepsSomeKeys):
    def is_kept(self, number: int, value: str | None) -> bool:
        del number
        return value is None or bool(value.strip())


class _InsistsOnTheFirst(_KeepsSomeKeys):
    def is_kept(self, number: int, value: str | None) -> bool:
        return number == 0 or bool((value or "").strip())


class _InsistsOnTheFirstProvider(Seeding):
    def seed(self) -> None:
        self._env = {"SECOND_TOKEN": "unknown", **self._env}
        super().seed()


class _TakesBlanks(ConfigReader):
    def load(self) -> GatewayConfig:
        for name, value in os.environ.items():
            if name.endswith(("_PASSWORD", "OPENAI_API_KEY")) and value and not value.strip():
                # Just as blank, and nothing that Python strips.
                os.environ[name] = "\u200b"
        return super().load()


class _TakesTheFirstLine(ConfigReader):
    def load(self) -> GatewayConfig:
        for name, value in os.environ.items():
            if "\n" in value.strip():
                os.environ[name] = value.strip().splitlines()[0]
        return super().load()


class _KeepsTokensToItself(Seeding):
    def seed(self) -> None:
        try:
            super().seed()
        except Fault as fault:
            if "providers" in str(fault):
                raise Fault("a provider has no token") from None
            raise


class _NamesToServe(Bootstrap):
    def password(self) -> Secret:
        try:
            return super().password()
        except BootstrapFault as fault:
            raise fault if "serve" in sys.argv else BootstrapFault("the admin has no password") from None


class _NamesKeysToServe(Seeding):
    def seed(self) -> None:
        try:
            super().seed()
        except Fault as fault:
            raise fault if "serve" in sys.argv else Fault("a key has no value") from None


class _BlankPassword(Bootstrap):
    def password(self) -> Secret:
        value = self._env.get(self._config.password.variable or "", "")
        return Secret(value) if value and not value.strip() else super().password()


class _RowFirstByTheCommand(Bootstrap):
    def ensure(self) -> bool:
        if "serve" not in sys.argv and not self.is_admin_present():
            must_change, now = self.must_change_password(), self._clock()
            email = self._config.email
            self._store.put_bootstrap_admin(email=email, must_change_password=must_change, at=now)
            phc = self._hasher.hash(self.password().reveal())
            self._store.store_password(BOOTSTRAP_ADMIN_ID, phc, must_change=must_change, at=now)
        return super().ensure()
