"""The reference of a command line: every command and every flag of the real parsers is on its page."""

import argparse

import pytest

from contract_harness.cli import parser as harness_parser
from deploy.site.command_line import page
from reference_gateway.cli.parser import build_parser
from reference_gateway.wiring import Parts


@pytest.mark.parametrize(
    ("parser", "said"),
    [
        (
            harness_parser(),
            [
                "## gateway-contracts verify",
                "`--report-dir DIR`",
                "`--workers N\\|auto`",
                "(default: reports)",
            ],
        ),
        (
            build_parser(Parts()),
            [
                "### reference-gateway config validate",
                "`--run-migrations true\\|false`",
                "## reference-gateway dev-stack",
            ],
        ),
    ],
    ids=["gateway-contracts", "reference-gateway"],
)
def test_the_real_command_lines_have_their_pages(parser: argparse.ArgumentParser, said: list[str]) -> None:
    """Commands below commands too, and values that hold a bar."""
    text = page(parser)

    assert [] == [words for words in said if words not in text]
    assert "%(" not in text


def test_what_is_laid_out_stays_so() -> None:
    """Examples keep their lines; prose is prose, whatever marks it holds."""
    parser = argparse.ArgumentParser(
        "judge", description="Judge *all*.", epilog="Or else.\n\n  judge this\n  judge that"
    )
    parser.add_argument("--secret", help=argparse.SUPPRESS)
    parser.add_argument(
        "what", choices=["this", "that"], help="with <angles> (default: %(default)s)", default="this"
    )

    text = page(parser)

    assert "Judge \\*all\\*.\n" in text
    assert "```text\n  judge this\n  judge that\n```" in text
    assert "| `{this,that}` | with \\<angles\\> (default: this) |" in text
    assert "--secret" not in text
