"""The OpenAPI documents, asked of a running gateway: generated requests, checked answers.

What this cannot see (a revoked key that works, a role that is ignored) is what the clauses are for.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
import yaml
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from contract_harness.evidence.recorder import Evidence
from contract_harness.installations.pool import Installations, Pool
from contract_harness.patience import Patience
from contract_harness.targets import loading
from tests.given.documents import CONTRACTS


def no_internal_error(_ctx: object, response: schemathesis.Response, _case: schemathesis.Case) -> None:
    """500 is documented, so that clients know its shape; no request may cause one."""
    assert response.status_code != 500, response.text


CHECKS = [
    no_internal_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
GENERATION = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


def _document(name: str) -> schemathesis.schemas.BaseSchema:
    return schemathesis.openapi.from_path(CONTRACTS / "openapi" / f"{name}.yaml")


public = _document("public").exclude(path="/admin")
admin = _document("admin")


class Asked:
    """A running reference gateway and what opens it."""

    def __init__(self, pool: Pool) -> None:
        installations = Installations(pool, Evidence())
        self._credentials = pool.credentials
        self._session: dict[str, str] = {}
        self.gateway = installations.standing("default").gateway

    @property
    def url(self) -> str:
        """The origin that is asked."""
        return self.gateway.base_url

    def key(self) -> dict[str, str]:
        """Headers that open the data plane."""
        return {"Authorization": f"Bearer {self._credentials.api_key}"}

    def session(self, path: str) -> dict[str, str]:
        """Headers of a signed-in admin, on this origin; only a sign-out is worth a session of its own.

        Generated sign-ins fail, and too many in a row would close the account: one succeeds before each.
        """
        if path.endswith(("/logout", "/login/password")) or not self._session:
            self._session = self._signed_in()
        return self._session

    def _signed_in(self) -> dict[str, str]:
        api = self.gateway.admin()
        reply = api.sign_in(self._credentials.admin_email, self._credentials.admin_password)
        return {"Cookie": f"ogw_session={reply.cookies()['ogw_session']}", "Origin": self.url}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """One gateway for every generated request of this file."""
    pool = Pool(loading.load("reference"), Patience.from_environment())
    try:
        yield Asked(pool)
    finally:
        pool.close()


@public.parametrize()
@GENERATION
def test_the_data_plane_answers_as_documented(case: schemathesis.Case, asked: Asked) -> None:
    """Whatever a caller with a key sends, the answer is one that the document names."""
    case.call_and_validate(base_url=asked.url, headers=asked.key(), checks=CHECKS)


@admin.parametrize()
@GENERATION
def test_the_admin_apis_answer_as_documented(case: schemathesis.Case, asked: Asked) -> None:
    """Whatever a signed-in admin sends, the answer is one that the document names."""
    case.call_and_validate(base_url=asked.url, headers=asked.session(case.path), checks=CHECKS)


@pytest.mark.parametrize("root", ["public", "admin"])
def test_nothing_is_left_out(root: str) -> None:
    """Every documented operation is among those asked, the admin UI's own pages aside."""
    document = {"public": public, "admin": admin}[root]
    asked = {operation.ok().path for operation in document.get_all_operations()}
    documented = set(_paths(CONTRACTS / "openapi" / f"{root}.yaml")) - {"/admin"}

    assert documented == asked


def _paths(path: Path) -> list[str]:
    return list(yaml.safe_load(path.read_text("utf-8"))["paths"])
