"""Wrong about the startup steps that can be switched off."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from reference_gateway.mutants import mutant
from reference_gateway.services.bootstrap import Bootstrap
from reference_gateway.services.preflight import Preflight
from reference_gateway.services.toggles import VARIABLES, ToggleInvalid, Toggles

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="bootstrap.disabled-means-none")
def makes_a_disabled_admin(parts: Parts) -> Parts:
    """Makes the admin although the config disables it."""
    return replace(parts, bootstrap=_AlwaysWanted)


@mutant(breaks="bootstrap.bootstrap-can-be-switched-off")
def always_bootstraps(parts: Parts) -> Parts:
    """Makes the admin at every start, switched off or not."""
    return replace(parts, toggles=_AlwaysBootstraps)


@mutant(breaks="bootstrap.seeding-can-be-switched-off")
def always_seeds(parts: Parts) -> Parts:
    """Seeds at every start, switched off or not."""
    return replace(parts, toggles=_AlwaysSeeds)


@mutant(breaks="bootstrap.flag-outranks-environment")
def believes_the_environment_first(parts: Parts) -> Parts:
    """Follows the environment where a flag says otherwise."""
    return replace(parts, toggles=_EnvironmentFirst)


@mutant(breaks="bootstrap.toggles-are-true-or-false")
def takes_any_word_for_yes(parts: Parts) -> Parts:
    """Takes every value of a toggle's variable but `false` for yes."""
    return replace(parts, toggles=_AnyWordIsYes)


@mutant(breaks="bootstrap.blank-toggles-are-no-words")
def takes_a_blank_toggle_for_no(parts: Parts) -> Parts:
    """Takes nothing but blanks for no, and reads a word without the blanks about it."""
    return replace(parts, toggles=_BlankIsNo)


@mutant(breaks="bootstrap.switched-off-steps-need-no-variable")
def wants_the_variables_of_every_step(parts: Parts) -> Parts:
    """Wants the variables of each step at a start, switched off or not."""
    return replace(parts, preflight=_WantsEveryVariable)


@mutant(breaks="bootstrap.toggles-work-however-started")
def heeds_the_environment_of_serve_only(parts: Parts) -> Parts:
    """Heeds the toggles of the environment only where `serve` is spelled out."""
    return replace(parts, toggles=_OnlySpelledOut)


class _AlwaysWanted(Bootstrap):
    def is_wanted(self) -> bool:
        return True


class _AlwaysBootstraps(Toggles):
    @classmethod
    def one(cls, name: str, flag: bool | None, env: Mapping[str, str]) -> bool:
        return super().one(name, flag, env) or name == "bootstrap_admin"


class _AlwaysSeeds(Toggles):
    @classmethod
    def one(cls, name: str, flag: bool | None, env: Mapping[str, str]) -> bool:
        return super().one(name, flag, env) or name == "seed_config"


class _EnvironmentFirst(Toggles):
    @classmethod
    def one(cls, name: str, flag: bool | None, env: Mapping[str, str]) -> bool:
        return super().one(name, None if VARIABLES[name] in env else flag, env)


class _AnyWordIsYes(Toggles):
    @classmethod
    def one(cls, name: str, flag: bool | None, env: Mapping[str, str]) -> bool:
        try:
            return super().one(name, flag, env)
        except ToggleInvalid:
            return flag is not False


class _BlankIsNo(Toggles):
    @classmethod
    def one(cls, name: str, flag: bool | None, env: Mapping[str, str]) -> bool:
        return super().one(name, flag, {one: text.strip() or "false" for one, text in env.items()})


class _WantsEveryVariable(Preflight):
    def problems(self, toggles: Toggles, is_first_boot: Callable[[], bool]) -> Iterator[str]:
        return super().problems(replace(toggles, bootstrap_admin=True, seed_config=True), is_first_boot)


class _OnlySpelledOut(Toggles):
    @classmethod
    def resolve(cls, said: Mapping[str, Sequence[bool]], env: Mapping[str, str]) -> Self:
        return super().resolve(said, env if "serve" in sys.argv else {})
