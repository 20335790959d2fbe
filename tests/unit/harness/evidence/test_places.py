"""Addresses and folders, and secrets of one kind, as variables of a command line."""

from contract_harness.evidence.places import Places
from contract_harness.evidence.recorder import Evidence


def asked(evidence: Evidence, url: str, *headers: tuple[str, str]) -> str:
    """The line that repeats a GET of *url*."""
    evidence.record_exchange(
        method="GET",
        url=url,
        request_headers=headers,
        request_body=b"",
        status=200,
        reason="OK",
        response_headers=[],
        response_body=b"",
        began=evidence.began_at,
        elapsed_s=0.1,
    )
    return evidence.exchanges[-1].again()


def test_an_origin_is_a_variable_wherever_it_stands() -> None:
    """In the URL, in a header, and by its host alone; not where a longer port begins with it."""
    evidence = Evidence()
    evidence.places.add_origin("GATEWAY", "http://127.0.0.1:4000")
    headers = [("Origin", "http://127.0.0.1:4000"), ("Via", "127.0.0.1:4000"), ("X", "127.0.0.1:40001")]

    line = asked(evidence, "http://127.0.0.1:4000/admin", *headers)

    assert line.endswith('"$GATEWAY"/admin')
    assert "-H 'Origin: '\"$GATEWAY\" -H 'Via: '\"$GATEWAY_HOST\" -H 'X: 127.0.0.1:40001'" in line
    assert "http://127.0.0.1:4000" == evidence.values()["GATEWAY"]


def test_an_origin_that_nobody_named_stays() -> None:
    """As that of a gateway which runs anyway."""
    assert asked(Evidence(), "https://gateway.example/v1").endswith(" https://gateway.example/v1")


def test_a_second_place_of_a_kind_is_numbered() -> None:
    """And the first keeps its name, however often it is told."""
    places = Places(set())
    for folder in ("/a", "/b", "/a"):
        places.add("FOLDER", folder)

    assert "$FOLDER_2 ${FOLDER}x" == places.named_in("/b /ax")
    assert {"FOLDER": "/a", "FOLDER_2": "/b"} == places.values


def test_a_place_may_be_written_without_its_secret() -> None:
    """It is found where the secret was taken out, and set with it."""
    places = Places(set())
    places.add("POSTGRES_URL", "postgresql://me:pw@host/db", written="postgresql://me:$PASSWORD@host/db")

    assert "URL=$POSTGRES_URL" == places.named_in("URL=postgresql://me:$PASSWORD@host/db")
    assert {"POSTGRES_URL": "postgresql://me:pw@host/db"} == places.values


def test_a_command_is_repeated_in_its_folder() -> None:
    """Wherever the reader stands, who stays there."""
    evidence = Evidence()
    evidence.record_command(
        argv=["gateway", "migrate"],
        exit_code=0,
        stdout="",
        stderr="",
        began=evidence.began_at,
        duration_s=0.1,
        env={"UI": "http://127.0.0.1:5000"},
        folder="/somewhere",
    )
    evidence.places.add_origin("ADMIN_UI", "http://127.0.0.1:5000")

    assert '(cd "$FOLDER" && UI="$ADMIN_UI" gateway migrate)' == evidence.again()


def test_two_secrets_of_a_kind_have_two_names() -> None:
    """Or one of them could not be typed."""
    evidence = Evidence()
    first, second = (f"ogw_session={letter * 30}" for letter in "ab")

    assert '"$SESSION"' in asked(evidence, "http://h/", ("Cookie", first))
    assert '"$SESSION"' in asked(evidence, "http://h/", ("Cookie", first))
    assert '"$SESSION_2"' in asked(evidence, "http://h/", ("Cookie", second))
    assert {"SESSION": "a" * 30, "SESSION_2": "b" * 30} == evidence.values()
