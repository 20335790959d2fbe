"""The sentences of the feature files, one module a noun; each is loaded as a pytest plugin."""

import pkgutil

MODULES: tuple[str, ...] = tuple(f"{__name__}.{module.name}" for module in pkgutil.iter_modules(__path__))
"""Every step module. They are found, not listed, so that one cannot be forgotten."""
