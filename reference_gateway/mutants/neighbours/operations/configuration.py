"""Wrong about mistakes of the operator that lie beside those which are easily thought of."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reference_gateway.config.loading import ConfigError, ConfigReader
from reference_gateway.http.proxy.ui_settings import UiSettings
from reference_gateway.http.server.listener import Listener, parse_address
from reference_gateway.mutants import mutant
from reference_gateway.services.preflight import Preflight
from reference_gateway.services.toggles import Toggles
from reference_gateway.services.version import version
from reference_gateway.wiring.graph import IDENTITY_SECRET_VARIABLE, Graph
from reference_gateway.wiring.startup import Startup

if TYPE_CHECKING:
    from collections.abc import Callable

    from reference_gateway.config.walk import Problem
    from reference_gateway.wiring import Parts


@mutant(breaks="operations.every-config-problem-is-told")
def tells_of_values_once_the_keys_are_right(parts: Parts) -> Parts:
    """Looks at what keys say of each other only when every key and every type is right."""
    return replace(parts, config_reader=_KeysFirst)


@mutant(breaks="operations.every-config-problem-is-told")
def tells_three_problems(parts: Parts) -> Parts:
    """Tells three of the things that are wrong with its config and no more."""
    return replace(parts, config_reader=_ThreeOfThem)


@mutant(breaks="operations.config-problems-have-lines")
def counts_lines_for_the_first_problem(parts: Parts) -> Parts:
    """Tells the line of the first thing that is wrong and of no other."""
    return replace(parts, config_reader=_OneLine)


@mutant(breaks="operations.config-problems-have-lines")
def knows_no_line_of_a_value(parts: Parts) -> Parts:
    """Tells the line of a key that nobody knows, and not that of a wrong value."""
    return replace(parts, config_reader=_LinesOfKeys)


@mutant(breaks="operations.every-missing-variable-is-told")
def takes_a_blank_secret(parts: Parts) -> Parts:
    """Takes an identity secret that is a blank for one that was given."""
    return replace(parts, graph=_TakesABlank)


@mutant(breaks="operations.every-missing-variable-is-told")
def looks_at_the_uis_variables_last(parts: Parts) -> Parts:
    """Finds out that it cannot use an address of the admin UI when it begins to serve."""
    return replace(parts, ui_settings=_NoProblems)


@mutant(breaks="operations.every-missing-variable-is-told")
def tells_secrets_before_addresses(parts: Parts) -> Parts:
    """Tells what is wrong with other variables once every secret is there."""
    return replace(parts, graph=_SecretsFirst)


@mutant(breaks="operations.unusable-address-leaves-the-database")
def asks_whether_anybody_answers(parts: Parts) -> Parts:
    """Takes an address at which nobody answers for one that can be had, and binds when it is done."""
    return replace(parts, startup=_AsksFirst)


@mutant(breaks="operations.unusable-address-leaves-the-database")
def seeds_a_known_database_first(parts: Parts) -> Parts:
    """Binds first on an empty database only, and on one in use when everything is written."""
    return replace(parts, startup=_SeedsFirst)


@mutant(breaks="operations.contradictions-are-refused")
def takes_a_later_yes_for_a_change_of_mind(parts: Parts) -> Parts:
    """Refuses a flag that is true and then false, and takes one that is false and then true."""
    return replace(parts, toggles=_LaterYesWins)


@mutant(breaks="operations.contradictions-are-refused")
def lets_the_last_word_on_seeding_win(parts: Parts) -> Parts:
    """Follows the last of two flags about seeding."""
    return replace(parts, toggles=_LastWordOnSeeding)


@mutant(breaks="operations.config-can-be-judged-alone")
def leaves_a_report(parts: Parts) -> Parts:
    """Leaves a report of the validation beside the config."""
    return replace(parts, graph=_LeavesAReport)


@mutant(breaks="operations.config-can-be-judged-alone")
def tries_the_address(parts: Parts) -> Parts:
    """Calls a config invalid while somebody listens at its address."""
    return replace(parts, graph=_TriesTheAddress)


@mutant(breaks="operations.config-can-be-judged-alone")
def judges_the_password_at_the_start_alone(parts: Parts) -> Parts:
    """Calls a config valid although the first admin's password is not there."""
    return replace(parts, preflight=_TakesAnAdminForGranted)


@mutant(breaks="operations.version-is-told")
def reads_its_config_for_its_version(parts: Parts) -> Parts:
    """Reads its config before it says its version."""
    return replace(parts, version=_version_and_config)


@mutant(breaks="operations.version-is-told")
def notes_who_asked_for_its_version(parts: Parts) -> Parts:
    """Keeps a file about having been asked for its version."""
    return replace(parts, version=_version_and_note)


class _KeysFirst(ConfigReader):
    def relations(self, document: dict[str, Any]) -> list[Problem]:
        return [] if self.typed(document)[1] else super().relations(document)


class _ThreeOfThem(ConfigReader):
    def refusal(self, found: list[Problem]) -> ConfigError:
        return super().refusal(found[:3])


class _OneLine(ConfigReader):
    def refusal(self, found: list[Problem]) -> ConfigError:
        told = super().refusal(found[:1])
        return ConfigError(str(told), (*told.problems, *(f"{where}: {what}" for where, what in found[1:])))


class _LinesOfKeys(ConfigReader):
    def refusal(self, found: list[Problem]) -> ConfigError:
        with_lines = super().refusal(found).problems
        told = (one if "unknown" in one else _without_line(one) for one in with_lines)
        return ConfigError(f"configuration file has {len(found)} problems", tuple(told))


def _without_line(told: str) -> str:
    where, _, rest = told.partition(" (line ")
    return where + rest.partition(")")[2]


class _TakesABlank(Graph):
    def require_environment(self, toggles: Toggles, is_first_boot: Callable[[], bool]) -> None:
        if self.env.get(IDENTITY_SECRET_VARIABLE) == " ":
            self.env = {**self.env, IDENTITY_SECRET_VARIABLE: "_"}
        super().require_environment(toggles, is_first_boot)


class _NoProblems(UiSettings):
    @classmethod
    def problems(cls, environment: Mapping[str, str]) -> Iterator[str]:
        del environment
        yield from ()


class _SecretsFirst(Graph):
    def require_environment(self, toggles: Toggles, is_first_boot: Callable[[], bool]) -> None:
        late = {name: value for name, value in self.env.items() if name.startswith("ADMIN_UI_")}
        whole, self.env = self.env, {name: value for name, value in self.env.items() if name not in late}
        super().require_environment(toggles, is_first_boot)
        self.env = whole
        super().require_environment(toggles, is_first_boot)


class _AsksFirst(Startup):
    def bind(self) -> Listener:
        with socket.socket() as client:
            client.settimeout(1.0)
            is_answered = client.connect_ex(parse_address(self._graph.config.server.bind)) == 0
        if not is_answered:
            self.migrate()
        return super().bind()


class _SeedsFirst(Startup):
    def bind(self) -> Listener:
        if self._graph.migration_store.state().history:
            self.seed()
        return super().bind()


class _LaterYesWins(Toggles):
    @classmethod
    def flag(cls, name: str, said: Sequence[bool]) -> bool | None:
        return super().flag(name, said[-1:] if said[-1:] == [True] else said)


class _LastWordOnSeeding(Toggles):
    @classmethod
    def flag(cls, name: str, said: Sequence[bool]) -> bool | None:
        return super().flag(name, said[-1:] if name == "seed_config" else said)


class _LeavesAReport(Graph):
    def require_environment(self, toggles: Toggles, is_first_boot: Callable[[], bool]) -> None:
        Path("gateway.validated").write_text("", "utf-8")
        super().require_environment(toggles, is_first_boot)


class _TriesTheAddress(Graph):
    def require_environment(self, toggles: Toggles, is_first_boot: Callable[[], bool]) -> None:
        super().require_environment(toggles, is_first_boot)
        self.parts.startup(self, toggles).bind().close()


class _TakesAnAdminForGranted(Preflight):
    def problems(self, toggles: Toggles, is_first_boot: Callable[[], bool]) -> Iterator[str]:
        del is_first_boot
        yield from super().problems(toggles, lambda: False)


def _version_and_config() -> str:
    ConfigReader(Path("gateway.yaml"), os.environ).load()
    return version()


def _version_and_note() -> str:
    Path("gateway.asked").write_text("", "utf-8")
    return version()
