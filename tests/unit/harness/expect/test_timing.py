"""Limits that know the machine they are measured on."""

import pytest

from contract_harness.errors import ContractBreach, HarnessError
from contract_harness.expect.timing import expect_undelayed

PROMISED = "no call waits"


@pytest.mark.parametrize(("took_s", "usual_s"), [(3.9, 0.0), (4.0, 9.0), (6.5, 3.0)])
def test_what_a_slow_machine_takes_anyway_is_no_delay(took_s: float, usual_s: float) -> None:
    """Within the limit nobody asks; beyond it the difference counts."""
    expect_undelayed(took_s, 4.0, control=lambda: usual_s, promised=PROMISED)


def test_a_delay_is_told_beside_what_it_takes_anyway() -> None:
    """With both figures."""
    with pytest.raises(ContractBreach) as breach:
        expect_undelayed(5.5, 4.0, control=lambda: 0.2, promised=PROMISED)

    assert ("no call waits, within 4 s", "5.50 s, and 0.20 s with nothing in the way") == (
        breach.value.promised,
        breach.value.observed,
    )


def test_where_the_control_is_too_slow_nobody_can_tell() -> None:
    """The harness says so, and what would help; it blames nobody."""
    with pytest.raises(HarnessError, match=r"too slow to tell whether no call waits: .* --patience 3"):
        expect_undelayed(30.0, 4.0, control=lambda: 4.5, promised=PROMISED)
