"""`python -m reference_gateway`."""

import sys

from reference_gateway.cli import main

if __name__ == "__main__":
    sys.exit(main())
