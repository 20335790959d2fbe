"""
Where concrete parts are chosen and put together; nothing below names a part of another room.

`Parts` lists everything that can be replaced, `Graph` builds from it, `Startup` is the order in which
`serve` begins, `Supervisor` has several processes do that. `preload` imports all of it at once.
"""

from reference_gateway.wiring.parts import Parts

__all__ = ["Parts"]
