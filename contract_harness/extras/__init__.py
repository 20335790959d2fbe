"""
An adopter's own scenarios, run in the life cycle of the contract's and labelled as outside it.

They may use every step and fixture there is and bring step modules of their own. They can never change
what a clause of the contract asks: an id, a sentence or a fixture that is taken is refused before the run.
"""

from contract_harness.extras.collecting import Extras, read_extras

__all__ = ["Extras", "read_extras"]
