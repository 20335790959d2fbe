"""What a target ships: a copy of its deploy folder, and the files in it read as an engine would read them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from contract_harness.compose.images import Image, read_image
from contract_harness.compose.interpolation import InterpolationError, interpolated, references, required
from contract_harness.compose.reading import env_files
from contract_harness.compose.reading.attached import attached, handed_over
from contract_harness.compose.reading.build_matrix import Product, read_platforms
from contract_harness.compose.reading.compose_file import read_compose
from contract_harness.compose.reading.manifest_files import Object, read_manifests
from contract_harness.compose.secrets import Secrets, reads_like_a_secret
from contract_harness.compose.services import Service, image_name, service
from contract_harness.errors import ContractBreach, HarnessError, NotObservable
from contract_harness.evidence.wording import fault
from contract_harness.targets.sections import Deploy

_ALTERED_WITHIN_S = 60.0
_PRODUCTS = ("gateway", "admin-ui")
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

    @property
    def home(self) -> Path:
        """The folder of the compose file, from which it names others."""
        return self.compose_file.parent

    @cached_property
    def compose(self) -> dict[str, Any]:
        """The compose file with what it includes and extends, variables not filled in.

        Raises:
            NotObservable: it uses what is not read here.
        """
        with self._read(self.deploy.compose):
            return read_compose(self.compose_file)

    @cached_property
    def defaults(self) -> Mapping[str, str]:
        """What a `.env` that is shipped beside the compose file gives its variables."""
        file = self.home / ".env"
        is_shipped = file.is_file() and not env_files.is_the_operators(file)
        found = env_files.assignments(file) if is_shipped else {}
        return {name: value for name, value in found.items() if value}

    @property
    def required(self) -> list[str]:
        """The variables that whoever deploys must give, or the compose file is refused."""
        with self._read(self.deploy.compose):
            return required(self.compose)

    @property
    def asked(self) -> list[str]:
        """The secrets that whoever deploys gives, by whatever spelling; those with a default are none."""
        with self._read(self.deploy.compose):
            services = [dict(one) for one in self.compose["services"].values()]
            passed = [name for one in services for name in env_files.passed_on(one)]
            bare = [name for name, rules in references(self.compose).items() if "" in rules]
            copied = [name for one in services for name in env_files.left_to_fill_in(one, self.home)]
            secret = [name for name in (*passed, *bare) if reads_like_a_secret(name)]
            names = (*self.required, *secret, *copied, *handed_over(self.compose, self.home).values())
        return [name for name in dict.fromkeys(names) if name not in self.defaults]

    def secrets(self) -> Secrets:
        """New values for all of them."""
        return Secrets.fresh(self.asked, self.deploy)

    def all_secrets(self) -> Secrets:
        """New values also for the first admin and the first key where a default would do."""
        named = {*references(self.compose), *self.defaults}
        first = [name for name in (self.deploy.admin_password, self.deploy.api_key) if name in named]
        return Secrets.fresh([*dict.fromkeys((*self.asked, *first))], self.deploy)

    def services(self, environment: Mapping[str, str], *, profile: str = "") -> dict[str, Service]:
        """The services that are started with *environment*, by name.

        Args:
            profile: those that belong to this compose profile are started too; `*` for every profile.

        Raises:
            RequiredVariable: one that must be given is missing.
            NotObservable: the file uses what is not read here.
        """
        given = {**self.defaults, "PWD": str(self.home), **environment}
        with self._read(self.deploy.compose):
            document = interpolated(self.compose, given)
            found = {
                name: self._service(name, one, document, given) for name, one in document["services"].items()
            }
        started = {
            name: one for name, one in found.items() if not one.profiles or profile in {*one.profiles, "*"}
        }
        return {name: self._with_what_is_there(one, started) for name, one in started.items()}

    def images(self) -> dict[str, Image]:
        """The images that are built here, by the name of their service."""
        with self._read(self.deploy.compose):
            return {
                name: read_image(file)
                for name, one in self.compose["services"].items()
                if (file := self._dockerfile(one or {})) is not None
            }

    def images_by_name(self) -> dict[str, Image]:
        """The images that are built here, by the name of their service and by their own."""
        services = self.services(self.secrets().environment, profile="*")
        built = self.images()
        named = {services[name].image_name: one for name, one in built.items() if name in services}
        return {**named, **built}

    def pulled(self) -> dict[str, str]:
        """The images that are pulled, by the name of their service; those built here have our own version."""
        found = self.services(self.secrets().environment, profile="*")
        return {name: one.image for name, one in found.items() if "build" not in one.document}

    def platforms(self) -> Mapping[str, list[str]]:
        """The build matrix: platforms by the name of the image, `gateway` and `admin-ui` among them.

        Raises:
            NotObservable: none is shipped, or it does not say what is built.
        """
        if not self.deploy.platforms:
            raise NotObservable(
                "no build matrix is named: name a workflow, a bake file or a JSON file in [deploy] platforms"
            )
        with self._read(self.deploy.platforms):
            products = [self._product(name) for name in _PRODUCTS]
            return read_platforms(self._placed(self.folder, self.deploy.platforms), products)

    @cached_property
    def manifests(self) -> list[Object]:
        """Every Kubernetes object.

        Raises:
            NotObservable: none are shipped, or they must be rendered first.
        """
        if not self.deploy.manifests:
            raise NotObservable("no Kubernetes manifests are named: name them in [deploy] manifests")
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

    def _service(
        self, name: str, document: Mapping[str, Any], whole: Mapping[str, Any], given: Mapping[str, str]
    ) -> Service:
        settled = {
            **document,
            "environment": env_files.environment_of(document, self.home, given),
            "x-attached": list(attached(whole, document, self.home, given)),
        }
        return service(name, settled, self._image(document))

    def _with_what_is_there(self, one: Service, started: Mapping[str, Service]) -> Service:
        """Without what it would wait for if it were there."""
        written = one.document.get("depends_on") or {}
        optional = {
            name
            for name, form in (written.items() if isinstance(written, Mapping) else ())
            if (form or {}).get("required") is False and name not in started
        }
        kept = {name: how for name, how in one.depends_on.items() if name not in optional}
        return replace(one, depends_on=kept)

    def _product(self, name: str) -> Product:
        """What is built under *name*, by everything that a build may call it."""
        service_name = {"gateway": self.deploy.gateway, "admin-ui": self.deploy.admin_ui}.get(name, name)
        document = self.compose["services"].get(service_name, {})
        known = {service_name, name}
        if "image" in document:
            known.add(image_name(interpolated(document["image"], self.all_secrets().environment)))
        file = self._dockerfile(document)
        end = [] if file is None else list(file.parts[-2:])
        return Product(name, frozenset(known), "" if ".." in end else "/".join(end))

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
        return self._placed(self.home, str(Path(context) / (file or "Dockerfile")))

    def _placed(self, folder: Path, named: str) -> Path:
        """A file of the copy, or of what lies around the original."""
        copied = folder / named
        outside = self.deploy.folder / folder.relative_to(self.folder) / named
        return copied if copied.is_file() or not outside.is_file() else outside

    @contextmanager
    def _read(self, name: str) -> Iterator[None]:
        """A file nobody could deploy with is a broken promise, not our failure."""
        try:
            yield
        except (InterpolationError, NotObservable):
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
