"""Step modules of an adopter, loaded from their files, and what they may not do."""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from _pytest.fixtures import FixtureFunctionDefinition
from pytest_bdd.steps import StepFunctionContext, StepNamePrefix, step_function_context_registry

from contract_harness import steps
from contract_harness.errors import BadExtras
from contract_harness.ledger.clauses import Ledger

_OURS = ("contract_harness.running.fixtures", *steps.MODULES)
_HOOK = re.compile(r"pytest_\w+")


def load(file: Path) -> ModuleType:
    """The module in *file*; modules beside it can be imported by it. No bytecode is left there.

    Raises:
        BadExtras: it cannot be imported, with the line at fault.
    """
    if str(file.parent) not in sys.path:
        # At the end: a module of theirs never stands before one of ours or of Python's.
        sys.path.append(str(file.parent))
    spec = importlib.util.spec_from_file_location(f"gateway_contracts_extra_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    writes_none = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        spec.loader.exec_module(module)
    # It is a program of somebody else's: whatever it raises is told as its own fault.
    except Exception as error:  # noqa: BLE001
        raise BadExtras(
            f"{file}:{_line(error, file)}: the step module cannot be imported "
            f"({type(error).__name__}: {error}): correct it there."
        ) from None
    finally:
        sys.dont_write_bytecode = writes_none
    return module


def definitions_in(module: ModuleType) -> list[StepFunctionContext]:
    """The step definitions of a module, as pytest-bdd has registered them."""
    return [
        step_function_context_registry[value._get_wrapped_function()]
        for name, value in vars(module).items()
        if name.startswith(StepNamePrefix.step_def.value) and isinstance(value, FixtureFunctionDefinition)
    ]


@dataclass(frozen=True, slots=True)
class StepModules:
    """What there is to run sentences with.

    Attributes:
        definitions: of the harness and of the adopter.
        extra: the adopter's own, by file.
        modules: the adopter's, by file.
    """

    definitions: Sequence[StepFunctionContext]
    extra: Mapping[Path, Sequence[StepFunctionContext]]
    modules: Mapping[Path, ModuleType]

    @classmethod
    def loaded(cls, files: Sequence[Path]) -> StepModules:
        """The harness's step modules and those in *files*.

        Raises:
            BadExtras: one of the files cannot be imported.
        """
        known = [one for name in steps.MODULES for one in definitions_in(importlib.import_module(name))]
        modules = {file: load(file) for file in files}
        extra = {file: definitions_in(module) for file, module in modules.items()}
        return cls([*known, *(one for found in extra.values() for one in found)], extra, modules)

    def intrusions(self, ledger: Ledger) -> Iterator[str]:
        """Everything with which a module of theirs would change what the contract asks."""
        taken = {name for module in _OURS for name in _fixtures(importlib.import_module(module))}
        for file, module in self.modules.items():
            for name in vars(module):
                if _HOOK.fullmatch(name) and callable(getattr(module, name)):
                    yield f"{file}: {name} is a hook of pytest; a step module holds steps and fixtures only"
            for name, fixture in _fixtures(module).items():
                if name in taken:
                    yield f"{file}: the fixture {name!r} is the harness's own; give yours another name"
                if fixture._fixture_function_marker.autouse:
                    yield f"{file}: the fixture {name!r} is autouse, and would reach clauses of the contract"
        if any(self.extra.values()):
            yield from self._captured(ledger)

    def _captured(self, ledger: Ledger) -> Iterator[str]:
        from contract_harness.extras.binding import sentences

        files = sorted({ledger.root / clause.feature for clause in ledger.clauses})
        spoken = {(one.type, one.text) for one in sentences(files)}
        for file, definitions in self.extra.items():
            for one in definitions:
                hit = next((text for kind, text in spoken if _matches(one, kind, text)), None)
                if hit is not None:
                    yield f"{file}: a step of it also matches {hit!r}, a sentence of the contract"


def _matches(definition: StepFunctionContext, kind: str, text: str) -> bool:
    return definition.type in (None, kind) and bool(definition.parser.is_matching(text))


def _fixtures(module: ModuleType) -> dict[str, FixtureFunctionDefinition]:
    return {
        definition.name or name: definition
        for name, definition in vars(module).items()
        if isinstance(definition, FixtureFunctionDefinition)
        and not name.startswith((StepNamePrefix.step_def.value, StepNamePrefix.step_impl.value))
    }


def _line(error: Exception, file: Path) -> int:
    if isinstance(error, SyntaxError) and error.lineno:
        return error.lineno
    there = str(file.absolute())
    lines = [one.lineno for one in traceback.extract_tb(error.__traceback__) if one.filename == there]
    return next((line for line in reversed(lines) if line), 1)
