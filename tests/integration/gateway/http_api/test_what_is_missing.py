"""What the page about missing things says of the data plane is what the gateway answers."""

import re

import pytest

from tests.given.places import ROOT
from tests.given.population import KEY
from tests.integration.gateway.http_api.world import refused

PAGE = (ROOT / "docs" / "what-it-does-not-do.md").read_text("utf-8")
ROWS = re.findall(r"^\| `([A-Z]+) (/v1/\S+)` \| (\d{3}) `(\w+)`", PAGE, re.MULTILINE)
"""Each row: method, path, and how it is refused."""


def test_every_row_is_read() -> None:
    """None is written in another way, which the test below would pass over."""
    table = PAGE.partition("## Of the data plane")[2].partition("\n\nWhat works")[0]

    assert len(ROWS) > 5
    assert len(ROWS) == len([line for line in table.splitlines() if line.startswith("| `")])


@pytest.mark.parametrize(("method", "path", "status", "code"), ROWS)
def test_the_gateway_refuses_it_so(world, method, path, status, code):
    """With the status and the code that the page has; what is served meanwhile leaves the page."""
    if method == "POST":
        document = {"model": "fast", "messages": []}
        answer = world.post(path, document, f"Authorization: Bearer {KEY}")
    else:
        answer = world.send(method, path, f"Authorization: Bearer {KEY}")

    assert (int(status), code) == refused(answer)
