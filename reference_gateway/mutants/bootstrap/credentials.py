"""Wrong about the secrets that a start takes from its environment."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from msgspec import structs

from reference_gateway.config.loading import ConfigReader
from reference_gateway.config.references import Reference
from reference_gateway.domain.faults import BootstrapFault
from reference_gateway.domain.identity import BOOTSTRAP_ADMIN_ID
from reference_gateway.domain.secrets import Secret
from reference_gateway.mutants import mutant
from reference_gateway.mutants._preflight import NoForesight
from reference_gateway.services.bootstrap import Bootstrap
from reference_gateway.services.seeding import Seeding
from reference_gateway.wiring.graph import Graph

if TYPE_CHECKING:
    from reference_gateway.config.document import GatewayConfig
    from reference_gateway.config.walk import Problem
    from reference_gateway.wiring import Parts


@mutant(breaks="bootstrap.password-comes-from-the-environment")
def takes_the_reference_for_the_password(parts: Parts) -> Parts:
    """Takes the text that names the variable for the password itself."""
    return replace(parts, bootstrap=_LiteralReference)


@mutant(breaks="bootstrap.refusal-names-the-variable")
def keeps_the_variable_to_itself(parts: Parts) -> Parts:
    """Refuses to boot without a password and does not say which variable is missing."""
    return replace(parts, preflight=NoForesight, bootstrap=_NamesNothing)


@mutant(breaks="bootstrap.no-half-made-admin")
def writes_the_admin_before_the_password(parts: Parts) -> Parts:
    """Writes the admin's row first and looks the password up afterwards."""
    return replace(parts, preflight=NoForesight, bootstrap=_RowFirst)


@mutant(breaks="bootstrap.no-half-made-admin")
def accepts_an_empty_password(parts: Parts) -> Parts:
    """Takes an empty variable for an empty password."""
    return replace(parts, preflight=NoForesight, bootstrap=_EmptyPassword)


@mutant(breaks="bootstrap.unset-variables-stop-the-boot")
def passes_over_unset_keys(parts: Parts) -> Parts:
    """Boots without the keys whose variables are not set."""
    return replace(parts, preflight=NoForesight, seeding=_PassesOverUnsetKeys)


@mutant(breaks="bootstrap.provider-token-comes-from-the-environment")
def sends_the_reference_as_the_token(parts: Parts) -> Parts:
    """Sends a provider the name of the variable in place of the token."""
    return replace(parts, graph=_SendsTheReference)


@mutant(breaks="bootstrap.key-values-come-only-from-the-environment")
def accepts_literal_keys(parts: Parts) -> Parts:
    """Accepts a gateway key written into the config."""
    return replace(parts, config_reader=_AcceptsLiteralKeys)


@mutant(breaks="bootstrap.blank-secrets-stop-the-boot")
def fills_in_blank_secrets(parts: Parts) -> Parts:
    """Takes a secret of its own where a variable holds none."""
    return replace(parts, config_reader=_FillsInSecrets)


class _LiteralReference(Bootstrap):
    def password(self) -> Secret:
        variable = self._config.password.variable
        return Secret(f"env.{variable}") if variable else super().password()


class _NamesNothing(Bootstrap):
    def password(self) -> Secret:
        try:
            return super().password()
        except BootstrapFault:
            raise BootstrapFault("the admin has no password") from None


class _RowFirst(Bootstrap):
    def ensure(self) -> bool:
        if not self.is_wanted() or self.is_admin_present():
            return False
        must_change, now = self.must_change_password(), self._clock()
        self._store.put_bootstrap_admin(email=self._config.email, must_change_password=must_change, at=now)
        phc = self._hasher.hash(self.password().reveal())
        self._store.store_password(BOOTSTRAP_ADMIN_ID, phc, must_change=must_change, at=now)
        return True


class _EmptyPassword(Bootstrap):
    def password(self) -> Secret:
        reference: Reference = self._config.password
        is_empty = reference.variable is not None and self._env.get(reference.variable) == ""
        return Secret("") if is_empty else super().password()


class _PassesOverUnsetKeys(Seeding):
    def seed(self) -> None:
        auth = self._config.auth
        kept = [key for key in auth.seed_api_keys if self._env.get(key.value.variable or "")]
        narrowed = structs.replace(auth, seed_api_keys=kept)
        self._config: GatewayConfig = structs.replace(self._config, auth=narrowed)
        super().seed()


class _SendsTheReference(Graph):
    def secret(self, path: str, reference: Reference | None) -> Secret | None:
        if reference is not None and reference.variable and path.startswith("providers."):
            return Secret(f"env.{reference.variable}")
        return super().secret(path, reference)


class _FillsInSecrets(ConfigReader):
    def load(self) -> GatewayConfig:
        for name, value in os.environ.items():
            is_secret = bool(value.strip()) and "\n" not in value.strip()
            if name.endswith(("_PASSWORD", "_API_KEY")) and not is_secret:
                os.environ[name] = "gwk_default.default"
        return super().load()


class _AcceptsLiteralKeys(ConfigReader):
    def typed(self, document: dict[str, Any]) -> tuple[GatewayConfig | None, list[Problem]]:
        for number, key in enumerate(document.get("auth", {}).get("seed_api_keys", [])):
            if key["value"].startswith("literal."):
                os.environ[f"LITERAL_KEY_{number}"] = key["value"].removeprefix("literal.")
                key["value"] = f"env.LITERAL_KEY_{number}"
        return super().typed(document)
