"""The reference gateway with many things wrong at once, each in a part of its own; takes its arguments."""

import sys

from reference_gateway.cli import main
from reference_gateway.mutants import find_mutant
from reference_gateway.wiring import Parts

WRONGS = (
    "bootstrap.access.opens_models_without_a_key",
    "bootstrap.access.opens_the_admin_api_without_a_session",
    "bootstrap.config.passes_over_unknown_keys",
    "migration.listing.leaves_applied_migrations_out",
    "operations.configuration.does_not_know_its_version",
    "same_origin.answers.shows_a_page_for_a_miss",
    "same_origin.browsers.has_nothing_at_the_root",
    "same_origin.paths.sees_only_plain_dots",
    "same_origin.request_ids.keeps_any_id",
    "same_origin.sessions.serves_other_sites",
    "same_origin.sessions.shows_scripts_the_cookie",
    "same_origin.wire.prefers_chunks_to_a_length",
)


def parts() -> Parts:
    """The parts of the reference gateway, as many of them wrong."""
    found = Parts()
    for name in WRONGS:
        found = find_mutant(name).parts(found)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], parts()))
