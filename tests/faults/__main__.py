"""`python -m tests.faults`: real faults against the reference gateway on both databases, and what they cost.

Prints the table and, with --write, keeps it. Exit 1 when something acknowledged was lost or the gateway did
not recover without help.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.faults import full_disk, losses, shortages
from tests.faults.kills import gateway_killed
from tests.faults.place import DATABASES, Postgres, installed
from tests.faults.table import Row, machine, markdown

KILLS = 50


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument(
        "--kills", type=int, default=KILLS, help="how often the gateway is killed, per database"
    )
    parser.add_argument("--write", type=Path, metavar="FILE", help="also write the table to this page")
    options = parser.parse_args()
    began_on = machine()
    rows = []
    with tempfile.TemporaryDirectory(prefix="faults-") as scratch:
        for row in every_fault(Path(scratch), options.kills):
            print(
                f"{'held' if row.held else 'BROKEN':<6}  {row.database:<10}  {row.fault}: {row.observed}",
                flush=True,
            )
            rows.append(row)
    if options.write:
        options.write.write_text(markdown(rows, began_on), "utf-8")
    return 0 if all(row.held for row in rows) else 1


def every_fault(scratch: Path, kills: int) -> Iterator[Row]:
    """One row after the other, each with an installation of its own."""
    scratch.chmod(0o755)
    (scratch / "postgres").mkdir()
    postgres = Postgres(scratch / "postgres")
    try:
        for database, target in DATABASES.items():
            server = postgres if database == "PostgreSQL" else None
            with installed(target, server) as place:
                yield gateway_killed(place, database, kills)
            with installed(target, server) as place:
                take: Callable[[], None] = server.kill if server else place.database.go_away
                give: Callable[[], None] = server.start if server else place.database.come_back
                yield losses.database_lost(place, database, take, give)
            if server:
                with installed(target, server) as place:
                    yield losses.database_silent(place, database, server.fall_silent, server.speak_again)
                with installed(target, server) as place:
                    yield losses.pooler_restarted(place, database)
            for fault in (
                losses.provider_lost,
                losses.ui_lost,
                losses.collector_gone,
                shortages.provider_drips,
            ):
                with installed(target, server) as place:
                    yield fault(place, database)
            with installed(target, server, serve=shortages.SERVE_WITH_FEW) as place:
                yield shortages.few_descriptors(place, database)
            if full_disk.may_mount():
                with installed(target, server) as place:
                    yield shortages.no_room_for_bodies(place, database, scratch / "bodies")
        if full_disk.may_mount():
            with installed("reference", None) as place:
                yield full_disk.disk_full(place, scratch / "small")
    finally:
        postgres.close()


if __name__ == "__main__":
    sys.exit(main())
