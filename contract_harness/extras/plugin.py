"""
The pytest plugin that brings an adopter's step modules into each process that runs examples.

Their `assert` speaks as a breach: what does not hold is the gateway's doing, as in the contract's own steps.
"""

from __future__ import annotations

import functools
import linecache
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from contract_harness.errors import ContractBreach
from contract_harness.extras.modules import definitions_in, load
from contract_harness.running.plan import Plan


def pytest_configure(config: pytest.Config) -> None:
    """Load the modules of the plan, and have their assertions tell of the gateway."""
    for file in Plan.active().step_files:
        module = load(file)
        for context in definitions_in(module):
            context.step_func = _telling(context.step_func)
        config.pluginmanager.register(module, module.__name__)


def _telling(step: Callable[..., Any]) -> Callable[..., Any]:
    # `wraps` keeps the signature, from which pytest-bdd reads what to pass.
    @functools.wraps(step)
    def told(*args: Any, **kwargs: Any) -> Any:
        __tracebackhide__ = True
        try:
            return step(*args, **kwargs)
        except ContractBreach:
            raise
        except AssertionError as error:
            promised = (step.__doc__ or step.__name__.replace("_", " ")).strip().splitlines()[0]
            raise ContractBreach(promised, str(error) or _asserted(error)) from None

    return told


def _asserted(error: AssertionError) -> str:
    """The line that did not hold, where nothing else was said."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    line = linecache.getline(frame.filename, frame.lineno or 0).strip()
    return f"`{line or 'assert'}` does not hold"
