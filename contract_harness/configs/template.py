"""
Configs of gateways that do not read the documented `gateway.yaml`: a Jinja template makes theirs of it.

A template is given `config`, the documented document, and `env`, what the gateway will find in its
environment. It runs in Jinja's sandbox, may include only files beside it, and a name that is not there is an
error, so a config never silently lacks what a clause is about.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import (
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from contract_harness.errors import HarnessError, NotObservable


class BadTemplate(HarnessError):
    """A config template does not render.

    Attributes:
        line: where, None when the template says no line.
        finding: place and problem, without what to do about it.
    """

    def __init__(self, file: Path, line: int | None, problem: str) -> None:
        self.file = file
        self.line = line
        where = f"{file}:{line}" if line else f"{file}"
        self.finding = f"{where}: the config template does not render ({problem})"
        super().__init__(
            f"{self.finding}: correct it there; contracts/targets/README.md says what it is given."
        )


def render(template: Path, config: Mapping[str, Any], env: Mapping[str, str]) -> str:
    """The config *template* makes of the documented one.

    Raises:
        BadTemplate: it does not render, with the line at fault.
        NotObservable: the template calls `not_expressible("reason")`: its gateway cannot be told this.
    """
    try:
        return _compiled(template).render(config=config, env=env, not_expressible=_cannot_be_said)
    except NotObservable:
        raise
    except RecursionError:
        raise BadTemplate(template, None, "it includes or calls itself without end") from None
    # A template is a program: whatever it raises is its own fault, and told as that.
    except Exception as error:  # noqa: BLE001
        file, line = _place(error, template)
        raise BadTemplate(file, line, _in_words(error)) from None


def _cannot_be_said(reason: str) -> None:
    raise NotObservable(f"its config cannot say this: {reason}")


@cache
def _compiled(template: Path) -> Template:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(template.parent),
        undefined=StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["json"] = _as_json
    environment.filters["yaml"] = _as_yaml
    return environment.get_template(template.name)


def _as_json(value: Any) -> str:
    """Also a TOML string, and a YAML one."""
    return json.dumps(_defined(value), ensure_ascii=False)


def _as_yaml(value: Any) -> str:
    return str(yaml.safe_dump(_defined(value), sort_keys=False, allow_unicode=True))


def _defined(value: Any) -> Any:
    """*value*, which a filter of ours would otherwise call a strange type where it is a missing name."""
    if isinstance(value, StrictUndefined):
        str(value)
    return value


def _place(error: Exception, template: Path) -> tuple[Path, int | None]:
    """The file and line at fault: the innermost frame of a template, or what the parser says."""
    if isinstance(error, TemplateSyntaxError):
        return Path(error.filename or template), error.lineno
    found: tuple[Path, int | None] = (template, None)
    trace = error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.parent == template.parent:
            found = (file, trace.tb_lineno)
        trace = trace.tb_next
    return found


def _in_words(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no {error.name!r} beside it"
    text = str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
    return text if isinstance(error, TemplateError) else f"{type(error).__name__}: {text}"
