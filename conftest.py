"""For tests and browser flows alike: before the first one, what they need of this machine."""

pytest_plugins = ("tests.preflight.plugin",)
