"""
Making a release: one version everywhere, a wheel, a bill of materials, images, notes.

Every step is a command of `python -m deploy.release` and a task of mise.toml, and the workflow of a release
runs those.
Nothing here is part of the product, and nothing in the product imports it.
"""
