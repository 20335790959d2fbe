"""
Where concrete parts are chosen and put together; nothing below names a part of another room.

`Parts` lists everything that can be replaced, `Graph` builds from it, `Startup` is the order in which
`serve` begins.
"""

from reference_gateway.wiring.graph import Graph
from reference_gateway.wiring.parts import Parts
from reference_gateway.wiring.startup import Startup

__all__ = ["Graph", "Parts", "Startup"]
