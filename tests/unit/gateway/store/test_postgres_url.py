"""What is said of a `database.url` that libpq cannot read, or that asks for what the gateway does not do."""

import re

import pytest

from reference_gateway.domain.faults import DatabaseFault
from reference_gateway.domain.secrets import Secret
from reference_gateway.store.postgres_url import conninfo, where

PASSWORD = "TOPSECRET"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (
            "postgresql://u:TOPSECRET@h/d?schema=public",
            "has the parameter `schema`, which libpq does not know",
        ),
        ("postgres://u:TOPSECRET@h/d?sslmode=require&pgbouncer=true&x=1", "the parameters `pgbouncer`, `x`"),
        ("postgresql+psycopg://u:TOPSECRET@h/d", "has the scheme `postgresql+psycopg`"),
        ("jdbc:postgresql://u:TOPSECRET@h/d", "has the scheme `jdbc:postgresql`"),
        ("mysql://u:TOPSECRET@h/d", "has the scheme `mysql`"),
        ("'postgresql://u:TOPSECRET@h/d'", "stands in quotes"),
        ('"postgresql://u:TOPSECRET@h/d"', "stands in quotes"),
        ("postgresql://u:TOP%SECRET@h/d", "in user or password as %40"),
        ("postgresql://u:TOP SECRET@h:x/d", "in user or password as %40"),
        ("postgresql://u:a?TOPSECRET=b@h/d?schema=x", "has the parameter `schema`, which"),
        ("TOPSECRET", "is not a PostgreSQL URL; write postgresql://"),
        ("TOPSECRET://x", "has the scheme"),
        ("postgresql://u@h/d?options=-csearch_path%3Dgw", "sets a search_path"),
        ("postgresql://u@h/d?options=-c%20search_path%20%3D%20gw", "sets a search_path"),
        ("host=h options='-csearch_path=gw'", "sets a search_path"),
    ],
)
def test_what_is_not_understood_is_named(url: str, told: str) -> None:
    """One sentence, and nothing of a password in it."""
    with pytest.raises(DatabaseFault, match=re.escape(told)) as caught:
        conninfo(Secret(url))

    assert "\n" not in str(caught.value)
    assert PASSWORD not in str(caught.value) or url.startswith(PASSWORD + "://")


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("postgresql://u:p%40%2F%3A%23%25%3F%26@h:1/d", "h:1"),
        ("postgres://u@[::1]:5433/d?sslmode=disable", "::1:5433"),
        ("postgresql:///d?host=/run/postgresql", "/run/postgresql:5432"),
        ("host=h port=7 dbname=d", "h:7"),
        ("postgresql://h/d?options=-cstatement_timeout%3D5s", "h:5432"),
    ],
)
def test_what_libpq_reads_is_read(url: str, place: str) -> None:
    """And where it leads is told."""
    assert place == where(Secret(url))
