"""Wrong one step beside the switches of a start: another word, another switch, the other direction."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from reference_gateway.mutants import mutant
from reference_gateway.services.bootstrap import Bootstrap
from reference_gateway.services.preflight import Preflight
from reference_gateway.services.seeding import Seeding
from reference_gateway.services.toggles import VARIABLES, Toggles
from reference_gateway.wiring.startup import Startup

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="bootstrap.disabled-means-none")
def believes_the_switch_before_the_config(parts: Parts) -> Parts:
    """Makes an admin whom the config disables where a switch says so."""
    return replace(parts, toggles=_NotesTheSwitch, bootstrap=_BelievesTheSwitch)


@mutant(breaks="bootstrap.disabled-means-none")
def makes_a_disabled_row(parts: Parts) -> Parts:
    """Makes the row of an admin without a password where the config disables the admin."""
    return replace(parts, bootstrap=_MakesARow)


@mutant(breaks="bootstrap.bootstrap-can-be-switched-off")
def switches_the_command_off_too(parts: Parts) -> Parts:
    """Makes no admin by the command either where the environment switches bootstrap off."""
    return replace(parts, bootstrap=_SwitchedOffForGood)


@mutant(breaks="bootstrap.bootstrap-can-be-switched-off")
def makes_an_admin_where_keys_are(parts: Parts) -> Parts:
    """Makes the admin, switched off or not, in a database that is seeded already."""
    return replace(parts, startup=_BootstrapsTheSeeded)


@mutant(breaks="bootstrap.seeding-can-be-switched-off")
def seeds_what_is_seeded_already(parts: Parts) -> Parts:
    """Seeds, switched off or not, in a database that was seeded before."""
    return replace(parts, startup=_SeedsTheSeeded)


@mutant(breaks="bootstrap.seeding-can-be-switched-off")
def switches_seed_config_off_too(parts: Parts) -> Parts:
    """Seeds nothing by the command either where the environment switches seeding off."""
    return replace(parts, seeding=_SeedsNothingForGood)


@mutant(breaks="bootstrap.flag-outranks-environment")
def lets_a_yes_outrank_a_no(parts: Parts) -> Parts:
    """Does a step that either the flag or the environment switches on."""
    return replace(parts, toggles=_EitherIsEnough)


@mutant(breaks="bootstrap.flag-outranks-environment")
def believes_the_flag_of_bootstrap_only(parts: Parts) -> Parts:
    """Lets the flag decide about bootstrap, and the environment about seeding."""
    return replace(parts, toggles=_FlagOfBootstrapOnly)


@mutant(breaks="bootstrap.flag-outranks-environment")
def believes_the_environment_about_migrations(parts: Parts) -> Parts:
    """Lets the environment decide about migrations whatever the flag says."""
    return replace(parts, toggles=_EnvironmentOfMigrations)


@mutant(breaks="bootstrap.toggles-are-true-or-false")
def reads_toggles_in_any_case(parts: Parts) -> Parts:
    """Reads `FALSE` and `True` as if they were written small."""
    return replace(parts, toggles=_AnyCase)


@mutant(breaks="bootstrap.toggles-are-true-or-false")
def knows_the_words_of_yaml(parts: Parts) -> Parts:
    """Takes `no` and `off` for false, as YAML once did."""
    return replace(parts, toggles=_WordsOfYaml)


@mutant(breaks="bootstrap.toggles-are-true-or-false")
def takes_zero_for_no(parts: Parts) -> Parts:
    """Takes `0` for false, and no other number for anything."""
    return replace(parts, toggles=_ZeroIsNo)


@mutant(breaks="bootstrap.blank-toggles-are-no-words")
def takes_empty_for_unset(parts: Parts) -> Parts:
    """Takes an empty toggle for one that is not set."""
    return replace(parts, toggles=_EmptyIsUnset)


@mutant(breaks="bootstrap.blank-toggles-are-no-words")
def trims_toggles(parts: Parts) -> Parts:
    """Reads a toggle without the line break at its end."""
    return replace(parts, toggles=_Trims)


@mutant(breaks="bootstrap.switched-off-steps-need-no-variable")
def wants_keys_at_each_start(parts: Parts) -> Parts:
    """Wants the variables of all keys at a start that seeds none."""
    return replace(parts, preflight=_WantsKeys)


@mutant(breaks="bootstrap.switched-off-steps-need-no-variable")
def wants_a_password_at_each_start(parts: Parts) -> Parts:
    """Wants the variable of the first password at a start that makes no admin."""
    return replace(parts, preflight=_WantsAPassword)


@mutant(breaks="bootstrap.switched-off-steps-need-no-variable")
def wants_a_password_for_seeding(parts: Parts) -> Parts:
    """Wants the variable of the first password where it only seeds."""
    return replace(parts, seeding=_SeedsWithAPassword)


@mutant(breaks="bootstrap.toggles-work-however-started")
def heeds_one_variable_of_a_bare_start(parts: Parts) -> Parts:
    """Heeds in a bare start the variable of bootstrap and not the one of seeding."""
    return replace(parts, toggles=_HeedsOne)


@mutant(breaks="bootstrap.toggles-work-however-started")
def takes_any_switch_of_a_bare_start_for_off(parts: Parts) -> Parts:
    """Takes a variable that is there for one that switches off, in a bare start."""
    return replace(parts, toggles=_AnyIsOff)


class _NotesTheSwitch(Toggles):
    @classmethod
    def one(cls, name: str, flag: bool | None, env: Mapping[str, str]) -> bool:
        if name == "bootstrap_admin" and flag:
            _BelievesTheSwitch.is_said = True
        return super().one(name, flag, env)


class _BelievesTheSwitch(Bootstrap):
    is_said = False

    def is_wanted(self) -> bool:
        return self.is_said or super().is_wanted()


class _MakesARow(Bootstrap):
    def ensure(self) -> bool:
        if not self.is_wanted() and not self.is_admin_present():
            at, email = self._clock(), self._config.email
            self._store.put_bootstrap_admin(email=email, must_change_password=True, at=at)
        return super().ensure()


class _SwitchedOffForGood(Bootstrap):
    def is_wanted(self) -> bool:
        is_off = self._env.get("GATEWAY_BOOTSTRAP_ADMIN") == "false" and "serve" not in sys.argv
        return super().is_wanted() and not is_off


class _BootstrapsTheSeeded(Startup):
    def bootstrap(self) -> str:
        if self._graph.seeding()._store.provider_keys():
            self._graph.bootstrap().ensure()
        return super().bootstrap()


class _SeedsTheSeeded(Startup):
    def seed(self) -> str:
        if self._graph.seeding()._store.provider_keys():
            self._graph.seeding().seed()
        return super().seed()


class _SeedsNothingForGood(Seeding):
    def seed(self) -> None:
        if self._env.get("GATEWAY_SEED_CONFIG") != "false":
            super().seed()


class _EitherIsEnough(Toggles):
    @classmethod
    def one(cls, name: str, flag: bool | None, env: Mapping[str, str]) -> bool:
        is_said = env.get(VARIABLES[name]) == "true"
        return super().one(name, flag, env) or is_said


class _FlagOfBootstrapOnly(Toggles):
    @classmethod
    def one(cls, name: str, flag: bool | None, env: Mapping[str, str]) -> bool:
        is_env = name == "seed_config" and VARIABLES[name] in env
        return super().one(name, None if is_env else flag, env)


class _EnvironmentOfMigrations(Toggles):
    @classmethod
    def one(cls, name: str, flag: bool | None, env: Mapping[str, str]) -> bool:
        is_env = name == "run_migrations" and VARIABLES[name] in env
        return super().one(name, None if is_env else flag, env)


class _Reads(Toggles):
    """Reads a variable in a way of its own before it is judged."""

    @staticmethod
    def read(text: str) -> str | None:
        raise NotImplementedError

    @classmethod
    def resolve(cls, said: Mapping[str, Sequence[bool]], env: Mapping[str, str]) -> Self:
        words = {name: cls.read(env[name]) for name in VARIABLES.values() if name in env}
        return super().resolve(said, {name: word for name, word in words.items() if word is not None})


class _AnyCase(_Reads):
    @staticmethod
    def read(text: str) -> str | None:
        return text.lower()


class _WordsOfYaml(_Reads):
    @staticmethod
    def read(text: str) -> str | None:
        return {"no": "false", "off": "false", "yes": "true", "on": "true"}.get(text, text)


class _ZeroIsNo(_Reads):
    @staticmethod
    def read(text: str) -> str | None:
        return "false" if text == "0" else text


class _EmptyIsUnset(_Reads):
    @staticmethod
    def read(text: str) -> str | None:
        return text if text.strip() else None


class _Trims(_Reads):
    @staticmethod
    def read(text: str) -> str | None:
        return text.strip() if text.strip() else text


class _WantsKeys(Preflight):
    def problems(self, toggles: Toggles, is_first_boot: Callable[[], bool]) -> Iterator[str]:
        return super().problems(replace(toggles, seed_config=True), is_first_boot)


class _WantsAPassword(Preflight):
    def problems(self, toggles: Toggles, is_first_boot: Callable[[], bool]) -> Iterator[str]:
        return super().problems(replace(toggles, bootstrap_admin=True), is_first_boot)


class _SeedsWithAPassword(Seeding):
    def seed(self) -> None:
        self._config.auth.bootstrap_admin.password.resolve(self._env)
        super().seed()


class _HeedsOne(Toggles):
    @classmethod
    def resolve(cls, said: Mapping[str, Sequence[bool]], env: Mapping[str, str]) -> Self:
        heeded = env if "serve" in sys.argv else {k: v for k, v in env.items() if k != "GATEWAY_SEED_CONFIG"}
        return super().resolve(said, heeded)


class _AnyIsOff(Toggles):
    @classmethod
    def resolve(cls, said: Mapping[str, Sequence[bool]], env: Mapping[str, str]) -> Self:
        is_bare = "serve" not in sys.argv
        off = {name: "false" for name in VARIABLES.values() if name in env and "SEED" in name and is_bare}
        return super().resolve(said, {**env, **off})
