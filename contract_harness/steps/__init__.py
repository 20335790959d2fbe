"""
The vocabulary of the features, as pytest plugins.

`<profile>/<topic>.py` holds the sentences that one topic speaks alone, `<actor>.py` those that several speak.
"""

import pkgutil

MODULES: tuple[str, ...] = tuple(
    module.name for module in pkgutil.walk_packages(__path__, f"{__name__}.") if not module.ispkg
)
