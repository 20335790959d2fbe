"""
Finding targets: by name among those that come with the contracts, by path, or by URL.

`contracts/schemas/target.schema.json` is what a file must look like.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from contract_harness import resources
from contract_harness.errors import UnknownTarget
from contract_harness.targets.access import Reach
from contract_harness.targets.sections import Deploy, Deviation, Mutants
from contract_harness.targets.target import Driver, Target


def names() -> list[str]:
    """The names of the targets that come with the contracts."""
    return sorted(path.stem for path in resources.contracts("targets").glob("*.toml"))


def load(spec: str) -> Target:
    """The target of that name, or of the file at that path.

    Raises:
        UnknownTarget: there is neither.
        BadTarget: the file is wrong; the message names the place and the remedy.
    """
    if spec.endswith(".toml") or "/" in spec:
        path = Path(spec).expanduser()
    else:
        path = resources.contracts("targets") / f"{spec}.toml"
    if not path.is_file():
        near = difflib.get_close_matches(spec, names(), n=1)
        raise UnknownTarget(spec, known=names(), nearest=near[0] if near else None)
    # Imported here: the processes that run examples get targets that were loaded, and no schema.
    from contract_harness.targets.file import read

    return replace(_target(path.resolve(), read(path.resolve())), typed={"target": spec})


def url_target(url: str) -> Target:
    """A target for a gateway that already answers at *url*, without a file.

    Raises:
        BadTarget: it is no http:// or https:// URL.
    """
    from contract_harness.targets.file import check_url

    check_url("--url", url)
    return Target(
        name="url",
        driver="url",
        about=f"The gateway that answers at {url}.",
        claims=("same-origin", "migration", "bootstrap", "telemetry", "operations"),
        supports=("own-admin-ui",),
        url=url.rstrip("/"),
    )


def _target(path: Path, document: dict[str, Any]) -> Target:
    template = document.get("config_template")
    process = document["driver"] == "process"
    return Target(
        name=path.stem,
        driver=cast(Driver, document["driver"]),
        about=document["about"],
        file=path,
        here=path.parent,
        claims=tuple(
            document.get("claims", ("same-origin", "migration", "bootstrap", "telemetry", "operations"))
        ),
        supports=tuple(document.get("supports", ())),
        database=document.get("database", "libsql") if process else None,
        gateway=document.get("gateway", ""),
        install=document.get("install", ""),
        commands=document.get("commands", {}),
        preload=tuple(document.get("preload", ())),
        env=document.get("env", {}),
        inherit_env=tuple(document.get("inherit_env", ())),
        deviations={clause: Deviation.read(one) for clause, one in document.get("deviations", {}).items()},
        not_expressible=document.get("not_expressible", {}),
        tables=document.get("tables", {}),
        owner_kinds=document.get("owner_kinds", {}),
        mutants=Mutants(**document["mutants"]) if "mutants" in document else None,
        deploy=_deploy(path, document.get("deploy")),
        config_template=path.parent / template if template else None,
        readiness_path=document.get("readiness_path", "/readyz"),
        base_path=document.get("base_path", "/admin"),
        url=document.get("url", "").rstrip("/"),
        given_credentials=document.get("credentials", {}),
        reach=Reach.from_file(path, document),
    )


def _deploy(path: Path, given: Mapping[str, Any] | None) -> Deploy | None:
    if given is None:
        return None
    words = {
        key.replace("-", "_"): value for key, value in given.items() if key not in ("services", "secrets")
    }
    named = {**given.get("services", {}), **given.get("secrets", {})}
    words |= {key.replace("-", "_"): value for key, value in named.items()}
    return Deploy(**{**words, "folder": (path.parent / given["folder"]).resolve()})
