"""Admin UIs that a gateway brings: when they count as started."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import requests

from contract_harness.evidence.recorder import Evidence
from contract_harness.installations.installation import Installation
from contract_harness.installations.pool import Installations, Pool
from contract_harness.targets import loading
from tests.given.places import GATEWAYS
from tests.given.target_files import FAKE
from tests.integration.harness.conftest import QUICK


def test_an_admin_ui_may_need_its_gateway_before_it_is_ready(
    target_file: Callable[[str], Path], seen: Evidence
) -> None:
    """It answers with errors at first; the gateway is served once it listens, and then its page is there."""
    needy = f"""
        driver = "process"
        about = "A fake with a user interface."
        gateway = "{{python}} -I -S {shlex.quote(str(FAKE))} {{config}}"
        supports = ["own-admin-ui"]
        [commands]
        serve = "{{gateway}} serve"
        admin-ui = "{{python}} -I -S {shlex.quote(str(GATEWAYS / "needy_ui.py"))}"
    """
    pool = Pool(loading.load(str(target_file(needy))), QUICK)
    installations = Installations(pool, seen)
    try:
        standing = installations.standing("console", Installation.real_admin_ui)
        page = f"{standing.installation.env['ADMIN_UI_UPSTREAM']}/admin/login"

        assert 200 == requests.get(page, timeout=5).status_code
        standing.gateway.kill()
        assert 500 == requests.get(page, timeout=5).status_code
    finally:
        installations.close()
        pool.close()
