"""The switches of a start, by the step each one switches. Source: observed gateway, 7.1 and 7.4."""

from __future__ import annotations

FLAGS = {"migration": "--run-migrations", "bootstrap": "--bootstrap-admin", "seeding": "--seed-config"}
VARIABLES = {
    "migration": "GATEWAY_RUN_MIGRATIONS",
    "bootstrap": "GATEWAY_BOOTSTRAP_ADMIN",
    "seeding": "GATEWAY_SEED_CONFIG",
}
