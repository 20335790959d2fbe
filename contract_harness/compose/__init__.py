"""
What a gateway ships to be deployed with: its compose file, its images, its manifests, read and replayed.

There is no container engine here. `files` reads what is shipped as the engine would; `replay` starts the same
services as plain processes, in the same order, with the same environment and health checks.
"""
