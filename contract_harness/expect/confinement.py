"""Pods under the strictest Pod Security Standard. Source: Kubernetes Pod Security Standards, restricted."""

from __future__ import annotations

from collections.abc import Iterator

from contract_harness.compose.manifests import Object, Workload, workloads
from contract_harness.errors import ContractBreach


def expect_confined(objects: list[Object]) -> None:
    """Every container of every pod keeps each rule."""
    __tracebackhide__ = True
    for one in workloads(objects):
        for container in (*one.containers, *one.pod.get("initContainers", ())):
            broken = list(_broken(one, container))
            if broken:
                raise ContractBreach(f"{container['name']} of {one.name} is confined", "; ".join(broken))


def _broken(one: Workload, container: Object) -> Iterator[str]:
    own, pod = container.get("securityContext", {}), one.pod.get("securityContext", {})
    both = {**pod, **own}
    if both.get("runAsNonRoot") is not True or both.get("runAsUser") == 0:
        yield "it may run as root"
    if own.get("allowPrivilegeEscalation") is not False or own.get("privileged"):
        yield "it may gain privileges"
    if own.get("readOnlyRootFilesystem") is not True:
        yield "its root file system can be written"
    if "ALL" not in own.get("capabilities", {}).get("drop", ()):
        yield "it keeps capabilities"
    if both.get("seccompProfile", {}).get("type") not in ("RuntimeDefault", "Localhost"):
        yield "it has no seccomp profile"
    if any(one.pod.get(key) for key in ("hostNetwork", "hostPID", "hostIPC")):
        yield "it shares a namespace of its host"
    if one.pod.get("automountServiceAccountToken") is not False:
        yield "it is given a token of the cluster"
    if any("hostPath" in volume for volume in one.pod.get("volumes", ())):
        yield "it mounts a folder of its host"
