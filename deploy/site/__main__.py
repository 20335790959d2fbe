"""`python -m deploy.site COMMAND`: build the site, serve it, or make its pictures."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from deploy.site import generator
from deploy.site.places import ROOT, SITE, STAGED, SiteError
from deploy.site.staging import stage


def main(argv: Sequence[str]) -> int:
    """Do one thing; 1 with what is wrong when it cannot be done, 2 for a wrong call."""
    given = _parser().parse_args(argv)
    try:
        code: int = given.run(given)
    except SiteError as error:
        print(f"site: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return code


def _build(_given: argparse.Namespace) -> int:
    pages = generator.build(stage(ROOT, STAGED), SITE)
    print(f"{pages} pages in {SITE.relative_to(ROOT)}/")
    return 0


def _serve(given: argparse.Namespace) -> int:
    return generator.serve(stage(ROOT, STAGED), given.address)


def _pictures(_given: argparse.Namespace) -> int:
    # Imported here: it needs a browser, which a build does not.
    from deploy.site import pictures

    for file in pictures.make(ROOT):
        print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1024} KB")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy.site", description="The site of this project.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    commands.add_parser("build", help="build it into site/").set_defaults(run=_build)
    serving = commands.add_parser("serve", help="build and serve it until Ctrl-C")
    serving.add_argument("--address", default="127.0.0.1:8000", help="where (default: %(default)s)")
    serving.set_defaults(run=_serve)
    commands.add_parser("pictures", help="make docs/pictures anew").set_defaults(run=_pictures)
    return parser


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
