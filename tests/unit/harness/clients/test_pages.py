"""What a page is taken to say and to ask for."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from contract_harness.clients.pages import Page
from contract_harness.errors import NotObservable

SIGN_IN = """<!doctype html><title>Sign in</title><style>p {color: red}</style>
<form method="POST" action="../session?next=%2Fx">
  <input type="hidden" name="token" value="t&amp;1">
  <input type="email" name="who" value="admin@local"> <input type="password" name="secret">
</form><script>var hidden = "not said"</script>"""

CHANGE = '<form method="post"><input type="password" name="a"><input type="password" name="b"></form>'


def test_words_are_what_a_person_reads() -> None:
    """Scripts and styles say nothing, entities are resolved, space is one space."""
    assert Page("<p>A&nbsp;key\n  &lt;b&gt;</p><script>x</script>").words == "A key <b>"


def test_a_sign_in_page_is_known_by_what_it_asks_for() -> None:
    """One email address and one password; two passwords are a change of password."""
    assert Page(SIGN_IN).asks_to_sign_in()
    assert not Page(CHANGE).asks_to_sign_in()
    assert not Page("<h1>API Keys</h1>").asks_to_sign_in()


def test_the_form_is_filled_in_and_nothing_else_is_touched() -> None:
    """Hidden inputs are sent back as they were, and the action is read from where the page was found."""
    path, form = Page(SIGN_IN).sign_in(at="/admin/auth/login", email="a@b", password="p&q")

    assert path == "/admin/session?next=%2Fx"
    assert parse_qs(form.decode()) == {"token": ["t&1"], "who": ["a@b"], "secret": ["p&q"]}


def test_a_form_without_an_action_posts_to_its_page() -> None:
    """As browsers have it."""
    page = Page('<form method="post"><input name="email"><input type="password" name="p"></form>')

    assert (
        page.sign_in(at="/admin/login?redirect=%2F", email="a@b", password="p")[0]
        == "/admin/login?redirect=%2F"
    )


def test_inputs_that_only_a_script_sends_are_not_observable() -> None:
    """The page is a sign-in page all the same."""
    page = Page('<div><input id="email" type="email"><input type="password" id="password"></div>')

    assert page.asks_to_sign_in()
    with pytest.raises(NotObservable, match="scripts"):
        page.sign_in(at="/", email="a@b", password="p")
