"""What a feature says of pods and jobs, and which manifests break it."""

import copy

import pytest

from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.expect.deployment._pods import expect_objects
from contract_harness.expect.deployment.kubernetes import Manifests
from contract_harness.targets.sections import Deploy

CONFINED = {
    "runAsNonRoot": True,
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "capabilities": {"drop": ["ALL"]},
    "seccompProfile": {"type": "RuntimeDefault"},
}
POD = {"automountServiceAccountToken": False, "containers": [{"name": "it", "securityContext": CONFINED}]}
"""Keeps every rule."""


def workload(pod: dict, *, kind: str = "Deployment", name: str = "gateway", suspend: bool = False) -> dict:
    """What makes such pods."""
    template = {"metadata": {"labels": {"app": name}}, "spec": pod}
    return {"kind": kind, "metadata": {"name": name}, "spec": {"template": template, "suspend": suspend}}


def job(name: str, *args: str, suspend: bool) -> dict:
    """A job that runs this command."""
    return workload({"containers": [{"name": "it", "args": args}]}, kind="Job", name=name, suspend=suspend)


def manifests(*objects: dict, home: object) -> Manifests:
    """Those objects, as an operator reads them."""
    return Manifests(list(objects), Deploy(home), "/readyz")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("what", "where", "change"),
    [
        ("run by a user other than root", "context", {"runAsUser": 0}),
        ("run by a user other than root", "context", {"runAsNonRoot": False}),
        ("unable to gain privileges", "context", {"allowPrivilegeEscalation": True}),
        ("unable to gain privileges", "context", {"privileged": True}),
        ("read-only at its root", "context", {"readOnlyRootFilesystem": False}),
        ("without capabilities", "context", {"capabilities": {"drop": ["NET_RAW"]}}),
        ("under a seccomp profile", "context", {"seccompProfile": {"type": "Unconfined"}}),
        ("apart from the namespaces of its host", "pod", {"hostNetwork": True}),
        ("without a token of the cluster", "pod", {"automountServiceAccountToken": True}),
        ("without a folder of its host", "pod", {"volumes": [{"name": "x", "hostPath": {"path": "/"}}]}),
    ],
)
def test_each_control_of_a_pod_can_be_kept_and_broken(
    what: str, where: str, change: dict, tmp_path: object
) -> None:
    """Containers that run before the others are asked too."""
    broken = copy.deepcopy(POD)
    if where == "pod":
        broken |= change
    else:
        broken["initContainers"] = [{"name": "before", "securityContext": {**CONFINED, **change}}]

    expect_objects(manifests(workload(POD), home=tmp_path), [("every pod", what)])
    with pytest.raises(ContractBreach) as caught:
        expect_objects(manifests(workload(broken), home=tmp_path), [("every pod", what)])
    assert f"every pod is {what}" == caught.value.promised
    assert caught.value.observed.startswith(
        "gateway: not its container before" if where == "context" else "gateway: "
    )


def test_a_pod_says_who_may_be_used_below_its_containers(tmp_path: object) -> None:
    """What a container does not say of its user, its pod says."""
    bare = {name: value for name, value in CONFINED.items() if name != "runAsNonRoot"}
    pod = {"securityContext": {"runAsNonRoot": True}, "containers": [{"name": "it", "securityContext": bare}]}

    expect_objects(manifests(workload(pod), home=tmp_path), [("every pod", "run by a user other than root")])


@pytest.mark.parametrize(
    "pod",
    [
        {"args": ["serve", "--run-migrations", "false"]},
        {"env": [{"name": "GATEWAY_RUN_MIGRATIONS", "value": "false"}]},
    ],
    ids=["flag", "variable"],
)
def test_a_step_is_switched_off_by_flag_or_by_variable(pod: dict, tmp_path: object) -> None:
    """And by nothing less: the other steps are not."""
    read = manifests(workload({"containers": [{"name": "it", **pod}]}), home=tmp_path)

    expect_objects(read, [("the gateway", "kept from migrating")])
    with pytest.raises(ContractBreach, match="the gateway is kept from seeding"):
        expect_objects(read, [("the gateway", "kept from seeding")])


def test_jobs_are_not_asked_for_probes(tmp_path: object) -> None:
    """They end; only what serves is probed, and where nothing does nothing was looked at."""
    read = manifests(job("migrate", "migrate", suspend=False), home=tmp_path)

    with pytest.raises(NotObservable, match="every pod that serves"):
        expect_objects(read, [("every pod that serves", "probed for readiness")])


@pytest.mark.parametrize(("state", "suspend"), [("enabled", (False, True)), ("suspended", (True, True))])
def test_a_command_is_enabled_by_one_job_and_suspended_in_all(
    state: str, suspend: tuple[bool, bool], tmp_path: object
) -> None:
    """One that waits takes nothing from one that runs."""
    jobs = [job(name, "migrate", "--apply", suspend=off) for name, off in zip("ab", suspend, strict=True)]
    other = {"enabled": "suspended", "suspended": "enabled"}[state]
    read = manifests(*jobs, home=tmp_path)

    expect_objects(read, [("the job of migrate --apply", state)])
    with pytest.raises(ContractBreach, match=f"the job of migrate --apply is {other}"):
        expect_objects(read, [("the job of migrate --apply", other)])


def test_a_command_that_no_job_runs_is_named(tmp_path: object) -> None:
    """With the jobs that are there."""
    with pytest.raises(
        ContractBreach, match=r"a job runs migrate --apply\nobserved: Job a: migrate --status"
    ):
        expect_objects(
            manifests(job("a", "migrate", "--status", suspend=False), home=tmp_path),
            [("the job of migrate --apply", "enabled")],
        )
