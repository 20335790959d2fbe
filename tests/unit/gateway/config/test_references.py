"""What may stand for a secret in an environment, and what is refused by the variable's name."""

from __future__ import annotations

import pytest

from reference_gateway.config.references import ReferenceUnresolved, parse

REFUSED = {
    "unset": (None, "is not set"),
    "empty": ("", "is empty"),
    "blank": (" \t", "is blank"),
    "a line break": ("\n", "is blank"),
    "two lines": ("first\nsecond", "has a line break in it"),
    "an old line break": ("first\rsecond\n", "has a line break in it"),
}


@pytest.mark.parametrize(("value", "why"), REFUSED.values(), ids=REFUSED)
def test_a_value_that_is_no_secret_is_refused_by_its_name(value: str | None, why: str) -> None:
    """The message names the variable and shows nothing of the value."""
    env = {} if value is None else {"TOKEN": value}

    with pytest.raises(ReferenceUnresolved, match=f"`TOKEN` {why}") as refused:
        parse("env.TOKEN").resolve(env)

    assert "first" not in str(refused.value)


@pytest.mark.parametrize("value", ["plain", "plain\n", "plain\r\n"])
def test_the_line_break_that_ends_a_file_is_no_part_of_it(value: str) -> None:
    """Where a secret came from a file, as many deployments have it."""
    assert "plain" == parse("env.TOKEN").resolve({"TOKEN": value}).reveal()


def test_blanks_about_a_secret_are_part_of_it() -> None:
    """A password may begin with one."""
    assert " plain " == parse("env.TOKEN").resolve({"TOKEN": " plain "}).reveal()
