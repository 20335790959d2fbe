"""Wrong about mistakes of the operator: which are told, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.config.loading import ConfigError, ConfigReader
from reference_gateway.mutants import mutant
from reference_gateway.mutants._preflight import NoForesight
from reference_gateway.services.toggles import Toggles
from reference_gateway.wiring.startup import Startup

if TYPE_CHECKING:
    from reference_gateway.config.walk import Problem
    from reference_gateway.http.server.listener import Listener
    from reference_gateway.wiring import Parts


@mutant(breaks="operations.every-config-problem-is-told")
def tells_one_problem_at_a_time(parts: Parts) -> Parts:
    """Tells the first thing that is wrong with its config and keeps the others for later."""
    return replace(parts, config_reader=_OneAtATime)


@mutant(breaks="operations.config-problems-have-lines")
def tells_no_line(parts: Parts) -> Parts:
    """Tells what is wrong with its config and not where that stands."""
    return replace(parts, config_reader=_WithoutLines)


@mutant(breaks="operations.every-missing-variable-is-told")
def looks_variables_up_when_it_needs_them(parts: Parts) -> Parts:
    """Finds a missing variable when it comes to the step that needs it."""
    return replace(parts, startup=_LooksUpLater)


@mutant(breaks="operations.unusable-address-leaves-the-database")
def migrates_before_it_binds(parts: Parts) -> Parts:
    """Migrates before it looks whether its address can be had."""
    return replace(parts, startup=_MigratesFirst)


@mutant(breaks="operations.contradictions-are-refused")
def lets_the_last_word_win(parts: Parts) -> Parts:
    """Follows the last of two flags that contradict each other."""
    return replace(parts, toggles=_LastWordWins)


@mutant(breaks="operations.config-can-be-judged-alone")
def judges_the_file_alone(parts: Parts) -> Parts:
    """Calls a config valid whose variables are not there."""
    return replace(parts, preflight=NoForesight)


@mutant(breaks="operations.version-is-told")
def does_not_know_its_version(parts: Parts) -> Parts:
    """Has no number for its version."""
    return replace(parts, version=lambda: "unreleased")


class _OneAtATime(ConfigReader):
    def refusal(self, found: list[Problem]) -> ConfigError:
        return super().refusal(found[:1])


class _WithoutLines(ConfigReader):
    def refusal(self, found: list[Problem]) -> ConfigError:
        told = super().refusal(found)
        return ConfigError(str(told), tuple(f"{where}: {what}" for where, what in found))


class _LooksUpLater(Startup):
    def require_environment(self) -> None:
        """Not yet."""


class _MigratesFirst(Startup):
    def bind(self) -> Listener:
        self.migrate()
        return super().bind()


class _LastWordWins(Toggles):
    @classmethod
    def flag(cls, name: str, said: Sequence[bool]) -> bool | None:
        return super().flag(name, said[-1:])
