"""Metamorphic: other spellings of the shipped manifests get the same verdicts; the rest is named."""

from pathlib import Path

import pytest

from tests.given.shipping.manifest_changes import (
    FILE,
    FOLDER,
    MAP,
    Change,
    Write,
    as_a_list,
    composed_url,
    expressions,
    in_a_folder,
    in_json,
    in_one_file,
    mounted,
    nulls,
    outside_name,
    routed,
    sidecar,
    spelled,
    toggles_by_words,
    values_by_key_of_a_map,
    values_from_a_map,
    whole_secret,
)
from tests.given.shipping.verdicts import copy_of_what_is_shipped, verdicts

EQUAL: dict[str, tuple[Change, Write]] = {
    "as a chart is rendered": (lambda _: None, in_one_file),
    "a list": (lambda _: None, as_a_list),
    "JSON": (lambda _: None, in_json),
    "a folder of files": (lambda _: None, in_a_folder),
    "another order": (lambda objects: objects.reverse(), in_one_file),
    "a whole secret": (whole_secret, in_one_file),
    "values from a config map": (values_from_a_map, as_a_list),
    "values by key of a config map": (values_by_key_of_a_map, in_one_file),
    "one file mounted": (mounted(FILE, {"configMap": MAP}), in_one_file),
    "items of a config map": (
        mounted(FOLDER, {"configMap": {**MAP, "items": [{"key": "gateway.yaml", "path": "gateway.yaml"}]}}),
        in_one_file,
    ),
    "a projected config map": (
        mounted(FOLDER, {"projected": {"sources": [{"configMap": MAP}]}}),
        in_one_file,
    ),
    "another container before": (sidecar, in_one_file),
    "a URL with the password of another variable": (composed_url, in_one_file),
    "members that are null": (nulls, in_one_file),
    "labels by expression": (expressions, in_one_file),
    "toggles by words": (toggles_by_words, in_one_file),
    "a name for what lies outside": (outside_name, in_one_file),
    "a route of the gateway API": (routed, in_one_file),
}


@pytest.mark.parametrize("name", EQUAL)
def test_equal_spellings_get_equal_verdicts(name: str, tmp_path: Path) -> None:
    """Whoever writes the same objects otherwise is told the same."""
    found = spelled(*EQUAL[name], tmp_path)

    assert {} == {clause: said for clause, said in found.items() if said != "kept"}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("chart/Chart.yaml", "name: x\n", "is a Helm chart: name the file that `helm template` prints"),
        ("chart/a.yaml", "a: {{ .Values.a }}\n{{- if x }}\n", "is a template of a chart"),
        (
            "chart/kustomization.yaml",
            "resources: []\npatches: []\n",
            "the kustomization has patches, which is not",
        ),
        ("chart/kustomization.yaml", "resources: ['https://x/y']\n", "takes https://x/y: name the file"),
    ],
)
def test_what_must_be_rendered_first_is_not_observable(
    name: str, text: str, said: str, tmp_path: Path
) -> None:
    """The remedy is named, and no clause is broken by it."""
    folder = copy_of_what_is_shipped(tmp_path)
    file = folder / name
    file.parent.mkdir()
    file.write_text(text, "utf-8")
    found = verdicts(folder, of="Kubernetes", manifests="chart")

    assert all(one.startswith("not observable: ") and said in one for one in found.values())


def test_no_manifests_are_not_observable(tmp_path: Path) -> None:
    """Not everybody runs on Kubernetes."""
    found = verdicts(copy_of_what_is_shipped(tmp_path), of="Kubernetes", manifests="")

    assert {"not observable: no Kubernetes manifests are named: name them in [deploy] manifests"} == set(
        found.values()
    )
