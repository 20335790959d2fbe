"""What a target ships: a copy of its deploy folder, and the files in it read as an engine would read them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from contract_harness.compose.images import Image, read_image
from contract_harness.compose.interpolation import InterpolationError, interpolated, required
from contract_harness.compose.manifests import Object, read_manifests
from contract_harness.compose.secrets import Secrets
from contract_harness.compose.services import Service, service
from contract_harness.errors import ContractBreach, HarnessError
from contract_harness.evidence.wording import fault
from contract_harness.targets.sections import Deploy

_ALTERED_WITHIN_S = 60.0
_MALFORMED = (KeyError, TypeError, ValueError, AttributeError)
"""What reading a document of another form than the specification's ends in."""


class Shipped:
    """The deploy folder of a target.

    Attributes:
        folder: a copy that belongs to this run.
        deploy: what the target file says about it.
    """

    def __init__(self, folder: Path, deploy: Deploy) -> None:
        self.folder = folder
        self.deploy = deploy

    @property
    def compose_file(self) -> Path:
        """The compose file in the copy."""
        return self.folder / self.deploy.compose

    @cached_property
    def compose(self) -> dict[str, Any]:
        """The compose file as it is written, variables not filled in."""
        document = self._yaml(self.compose_file)[0]
        if not isinstance(document, dict) or not isinstance(document.get("services"), dict):
            raise ContractBreach(f"{self.deploy.compose} lists services", "it lists none")
        return document

    @property
    def required(self) -> list[str]:
        """The variables that whoever deploys must give."""
        with self._read(self.deploy.compose):
            return required(self.compose)

    def secrets(self) -> Secrets:
        """New values for all of them."""
        return Secrets.fresh(self.required, self.deploy)

    def services(self, environment: Mapping[str, str], *, profile: str = "") -> dict[str, Service]:
        """The services that are started with *environment*, by name.

        Args:
            profile: those that belong to this compose profile are started too; `*` for every profile.

        Raises:
            RequiredVariable: one that must be given is missing.
        """
        with self._read(self.deploy.compose):
            document = interpolated(self.compose, environment)
            found = {
                name: service(name, one or {}, self._image(one or {}))
                for name, one in document["services"].items()
            }
        return {
            name: one for name, one in found.items() if not one.profiles or profile in {*one.profiles, "*"}
        }

    def images(self) -> dict[str, Image]:
        """The images that are built here, by the name of their service."""
        with self._read(self.deploy.compose):
            return {
                name: read_image(file)
                for name, one in self.compose["services"].items()
                if (file := self._dockerfile(one or {})) is not None
            }

    def pulled(self) -> dict[str, str]:
        """The images that are pulled, by the name of their service; those built here have our own version."""
        found = self.services(self.secrets().environment, profile="*")
        return {name: one.image for name, one in found.items() if "build" not in one.document}

    def platforms(self) -> Mapping[str, list[str]]:
        """The build matrix: platforms by the name of the image."""
        if not self.deploy.platforms:
            raise ContractBreach("a build matrix is shipped", "the target file names none")
        with self._read(self.deploy.platforms):
            matrix = json.loads((self.folder / self.deploy.platforms).read_text("utf-8"))
            return {name: list(one["platforms"]) for name, one in matrix.items()}

    def manifests(self) -> list[Object]:
        """Every Kubernetes object."""
        if not self.deploy.manifests:
            raise ContractBreach("Kubernetes manifests are shipped", "the target file names none")
        with self._read(self.deploy.manifests):
            return read_manifests(self.folder / self.deploy.manifests)

    def alter(self, argv: list[str]) -> None:
        """Have a command change the copy: this is how a wrong deploy folder is made.

        Raises:
            HarnessError: it failed.
        """
        done = subprocess.run(
            argv,
            capture_output=True,
            text=True,
            timeout=_ALTERED_WITHIN_S,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        if done.returncode:
            raise HarnessError(
                f"`{' '.join(argv)}` left the deploy folder as it is ({done.stderr.strip()[-300:]}); "
                "correct [mutants] alter."
            )

    def _image(self, document: Mapping[str, Any]) -> Image:
        file = self._dockerfile(document)
        return Image() if file is None else read_image(file)

    def _dockerfile(self, document: Mapping[str, Any]) -> Path | None:
        """The one in the copy; for a build context outside the folder, the one beside the original."""
        build = document.get("build")
        if build is None:
            return None
        context, file = (
            (build, "") if isinstance(build, str) else (build.get("context", "."), build.get("dockerfile"))
        )
        named = Path(context) / (file or "Dockerfile")
        copied = self.compose_file.parent / named
        outside = (self.deploy.folder / self.deploy.compose).parent / named
        return copied if copied.is_file() or not outside.is_file() else outside

    def _yaml(self, file: Path) -> list[Any]:
        with self._read(file.relative_to(self.folder).as_posix()):
            return list(yaml.safe_load_all(file.read_text("utf-8")))

    @contextmanager
    def _read(self, name: str) -> Iterator[None]:
        """A file nobody could deploy with is a broken promise, not our failure."""
        try:
            yield
        except InterpolationError:
            raise
        except OSError as error:
            raise ContractBreach(f"what {name} needs is there", f"{error.filename}: {fault(error)}") from None
        except yaml.YAMLError as error:
            raise ContractBreach(f"{name} is YAML", str(error)) from None
        except _MALFORMED as error:
            raise ContractBreach(f"{name} is written as its specification has it", _misread(error)) from None


def _misread(error: Exception) -> str:
    """What is wrong with a document that is of another form."""
    if isinstance(error, KeyError):
        return f"{error.args[0]} is missing"
    return f"it is of another form ({fault(error)})"
