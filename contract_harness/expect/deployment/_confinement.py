"""Pods under the strictest Pod Security Standard. Source: Kubernetes Pod Security Standards, restricted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from contract_harness.compose.manifests import Workload
from contract_harness.compose.reading.manifest_files import Object
from contract_harness.expect.deployment.kubernetes import Manifests
from contract_harness.expect.rows import Is

_MAY_BE_ADDED = {"NET_BIND_SERVICE"}
_OF_THE_HOST = ("hostNetwork", "hostPID", "hostIPC")


def _in_every_container(is_kept: Callable[[Object, Object], bool]) -> Callable[[Manifests, Workload], str]:
    """Ask of the security context of each container, and of that with the pod's below it."""

    def broken(one: Workload) -> Iterator[str]:
        for container in (*one.containers, *one.pod.get("initContainers", ())):
            own = container.get("securityContext", {})
            if not is_kept(own, {**one.pod.get("securityContext", {}), **own}):
                yield container["name"]

    return lambda _, one: ", ".join(f"not its container {name}" for name in broken(one))


def _never_root(_: Object, both: Object) -> bool:
    return both.get("runAsNonRoot") is True and both.get("runAsUser") != 0


def _no_gain(own: Object, _: Object) -> bool:
    return own.get("allowPrivilegeEscalation") is False and not own.get("privileged")


def _read_only(own: Object, _: Object) -> bool:
    return own.get("readOnlyRootFilesystem") is True


def _drops_all(own: Object, _: Object) -> bool:
    capabilities = own.get("capabilities", {})
    return "ALL" in capabilities.get("drop", ()) and set(capabilities.get("add", ())) <= _MAY_BE_ADDED


def _filters_calls(_: Object, both: Object) -> bool:
    return both.get("seccompProfile", {}).get("type") in ("RuntimeDefault", "Localhost")


def _apart_from_the_host(_: Manifests, one: Workload) -> str:
    shared = [key for key in _OF_THE_HOST if one.pod.get(key)]
    return f"it has {', '.join(shared)}" if shared else ""


def _without_a_token(_: Manifests, one: Workload) -> str:
    return "" if one.pod.get("automountServiceAccountToken") is False else "it is given one"


def _without_folders_of_the_host(_: Manifests, one: Workload) -> str:
    mounted = [volume["name"] for volume in one.pod.get("volumes", ()) if "hostPath" in volume]
    return f"it mounts {', '.join(mounted)}" if mounted else ""


IS: Is[Manifests, Workload] = {
    "run by a user other than root": _in_every_container(_never_root),
    "unable to gain privileges": _in_every_container(_no_gain),
    "read-only at its root": _in_every_container(_read_only),
    "without capabilities": _in_every_container(_drops_all),
    "under a seccomp profile": _in_every_container(_filters_calls),
    "apart from the namespaces of its host": _apart_from_the_host,
    "without a token of the cluster": _without_a_token,
    "without a folder of its host": _without_folders_of_the_host,
}
