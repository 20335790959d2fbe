"""Tables that say of things what each is."""

import pytest

from contract_harness.errors import ContractBreach, HarnessError, NotObservable
from contract_harness.expect.rows import expect_rows

NUMBERS = {"one": 1, "two": 2, "three": 3}
WHO = {"every number": lambda whole: whole, "the first": lambda whole: {"one": whole["one"]}}
IS = {"odd": lambda _, number: "" if number % 2 else f"{number} is even", "small": lambda _, __: ""}


def test_rows_that_hold_say_nothing() -> None:
    """Each is asked of those it speaks of, and of nobody else."""
    expect_rows(NUMBERS, [("the first", "odd"), ("every number", "small")], who=WHO, what=IS)


def test_a_row_that_does_not_hold_is_told_as_it_stands() -> None:
    """With everything at fault in it, and what is observed of each."""
    numbers = {**NUMBERS, "four": 4}

    with pytest.raises(ContractBreach) as caught:
        expect_rows(numbers, [("the first", "odd"), ("every number", "odd")], who=WHO, what=IS)

    assert ("every number is odd", "two: 2 is even; four: 4 is even") == (
        caught.value.promised,
        caught.value.observed,
    )


@pytest.mark.parametrize("row", [("every letter", "odd"), ("the first", "prime")])
def test_words_that_nobody_knows_are_the_mistake_of_the_feature(row: tuple[str, str]) -> None:
    """Never a row that is passed over, and never the gateway's fault."""
    with pytest.raises(HarnessError, match=r"known are: .*Correct the feature"):
        expect_rows(NUMBERS, [row], who=WHO, what=IS)


def test_what_is_promised_of_each_of_none_was_asked_of_nobody() -> None:
    """So it is not kept, unless it is about what must not be; a row at fault is told before that."""
    who = {**WHO, "every stone": lambda _: {}, "any stone": lambda _: {}}

    with pytest.raises(NotObservable, match="there is nothing here to look at: every stone"):
        expect_rows(NUMBERS, [("every stone", "odd"), ("the first", "odd")], who=who, what=IS)
    with pytest.raises(ContractBreach, match="two"):
        expect_rows(NUMBERS, [("every stone", "odd"), ("every number", "odd")], who=who, what=IS)

    expect_rows(NUMBERS, [("any stone", "odd")], who=who, what=IS)
