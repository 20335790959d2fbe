"""`python -m contract_harness` is `gateway-contracts`."""

import sys

from contract_harness.cli import main

sys.exit(main())
