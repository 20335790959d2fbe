"""Reading a page of an admin UI the way a person does: what it says, what it asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

from contract_harness.errors import NotObservable


@dataclass(slots=True)
class Form:
    """A form of a page.

    Attributes:
        action: where it posts to, as written; empty for the page itself.
        inputs: (name, type, value) of every named input, in order.
    """

    method: str
    action: str
    inputs: list[tuple[str, str, str]] = field(default_factory=list)

    def target(self, at: str) -> str:
        """The path and query it posts to from a page that was found *at* some target."""
        there = urlsplit(urljoin(at, self.action))
        return there.path + (f"?{there.query}" if there.query else "")

    def named(self, kind: str) -> list[str]:
        """The names of the inputs of this type."""
        return [name for name, type_, _ in self.inputs if type_ == kind]


class Page(HTMLParser):
    """A page, read once.

    Attributes:
        words: its visible text, entities resolved, runs of space made one.
        forms: its forms; inputs outside every form belong to a form of their own that posts nowhere.
        loads: the addresses it cannot be shown without asking for, `data:` aside.
        refresh: after how many seconds it loads which address, empty for its own; None for never.
    """

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._silent = 0
        self._loose = Form(method="", action="")
        self.forms: list[Form] = []
        self.loads: list[str] = []
        self.refresh: tuple[float, str] | None = None
        self._open: Form | None = None
        self.feed(text)
        self.close()
        self.words = " ".join(" ".join(self._pieces).split())
        if self._loose.inputs:
            self.forms.append(self._loose)

    def asks_to_sign_in(self) -> bool:
        """It asks for an email address and for one password: that is how a sign-in page is known."""
        return self._sign_in_form() is not None

    def sign_in(self, *, at: str, email: str, password: str) -> tuple[str, bytes]:
        """The path that the sign-in form of this page posts to, and the form filled in.

        Args:
            at: the target this page was found at, for a form that names no path.

        Raises:
            NotObservable: the form works only with scripts.
        """
        form = self._sign_in_form()
        if form is None or form.method != "post":
            raise NotObservable("the sign-in page works only with scripts; a browser can see this")
        filled = {"email": email, "password": password}
        pairs = [(name, filled.get(_meaning(name, kind), value)) for name, kind, value in form.inputs]
        return form.target(at), urlencode(pairs).encode()

    def change_password(self, *, at: str, current: str, new: str) -> tuple[str, bytes]:
        """Like `sign_in`, for the form that asks for the current password and, once or twice, for a new one.

        Raises:
            NotObservable: there is none that works without scripts.
        """
        form = next((one for one in self.forms if len(one.named("password")) > 1), None)
        if form is None or form.method != "post":
            raise NotObservable("the page works only with scripts; a browser can see this")
        first = form.named("password")[0]
        filled = {name: current if name == first else new for name in form.named("password")}
        pairs = [(name, filled.get(name, value)) for name, _, value in form.inputs]
        return form.target(at), urlencode(pairs).encode()

    def _sign_in_form(self) -> Form | None:
        for form in self.forms:
            meanings = [_meaning(name, kind) for name, kind, _ in form.inputs]
            if meanings.count("email") == 1 and meanings.count("password") == 1:
                return form
        return None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._note_loading(tag, given)
        if tag in {"script", "style"}:
            self._silent += 1
        elif tag == "form":
            self._open = Form(method=given.get("method", "get").lower(), action=given.get("action", ""))
            self.forms.append(self._open)
        elif tag == "input" and (name := given.get("name") or given.get("id")):
            form = self._loose if self._open is None else self._open
            form.inputs.append((name, given.get("type", "text").lower(), given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._silent = max(0, self._silent - 1)
        elif tag == "form":
            self._open = None

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._pieces.append(data)

    def _note_loading(self, tag: str, given: dict[str, str]) -> None:
        named = [given.get("src", ""), given.get("href", "") if tag == "link" else ""]
        self.loads += [address for address in named if address and not address.startswith("data:")]
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            self.refresh = _refresh(given.get("content", ""))


def _refresh(content: str) -> tuple[float, str] | None:
    seconds, _, address = content.replace(",", ";").partition(";")
    try:
        return float(seconds), address.strip().removeprefix("url=").strip("'\"")
    except ValueError:
        return None


def _meaning(name: str, kind: str) -> str:
    if kind == "password":
        return "password"
    return "email" if kind == "email" or name.lower() == "email" else ""
