"""What stands here for the program of an image."""

from __future__ import annotations

import shutil
from collections.abc import Iterable

from contract_harness.compose.services import Service, Words
from contract_harness.errors import BadTarget, NotObservable
from contract_harness.targets.target import Target


def words_of(service: Service, target: Target) -> tuple[list[str], Words]:
    """The program that *service* runs here, and its arguments as the files have them.

    What [deploy.programs] has for the name of the program stands for that word; what it has for the service
    or its image stands for all that the image runs, with its container ports, and the `command`
    of the file follows.

    Raises:
        BadTarget: nothing here stands for the program of an image that is built here.
        NotObservable: its image is pulled, and nothing here says what it runs.
    """
    argv = service.argv
    if argv and (found := target.program(argv[0])) is not None:
        return found, argv[1:]
    for name in (service.name, service.image_name):
        if (found := target.program(name)) is not None:
            return found[:1], (*found[1:], *service.own_command)
    if argv:
        return program_of(service, argv[0], target), argv[1:]
    raise NotObservable(_is_pulled(service, "nothing says what it runs"))


def program_of(service: Service, name: str, target: Target, *, path: str | None = None) -> list[str]:
    """The words for one program, which may be on *path*, by default that of the environment.

    Raises:
        BadTarget, NotObservable: as `words_of`.
    """
    found = target.program(name)
    if found is not None:
        return found
    if shutil.which(name, path=path) is not None:
        return [name]
    if not service.is_built and name == next(iter(service.argv), None):
        raise NotObservable(_is_pulled(service, f"{name!r} is not here"))
    raise BadTarget(
        f"target {target.name!r}",
        "deploy.programs",
        problem=f"has nothing for {name!r}, which service {service.name!r} runs",
        remedy="say there what to run in its place",
    )


def expect_programs(services: Iterable[Service], target: Target) -> None:
    """Everything can be started here.

    Raises:
        BadTarget, NotObservable: as `words_of`; also where what is not read would change what is started.
    """
    for one in services:
        if one.unread:
            raise NotObservable(f"{one.name} has {', '.join(one.unread)}, which is not played here")
        words_of(one, target)


def _is_pulled(service: Service, why: str) -> str:
    return (
        f"the image of {service.name} is pulled and not built here, and {why}: "
        f"name a compose file with `build`, or what to run for {service.name!r} in [deploy.programs]"
    )
