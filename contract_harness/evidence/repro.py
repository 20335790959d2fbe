"""
What a reader types to see it again: a curl for a request, raw bytes for what curl would tidy up, a shell
command for a command. In each, variables stand for secrets, which were taken out, and for places, which went
with the run: addresses and folders.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from contract_harness.evidence.redaction import VARIABLE

# What curl sends unasked; taken away when the request had none of it.
_UNASKED = {"user-agent": "-A ''", "accept": "-H 'Accept:'"}
_ANSWER_WITHIN_S = 5
_CURL_FILES = {"ca": "--cacert", "cert": "--cert", "key": "--key"}
_S_CLIENT_FILES = {"ca": "-CAfile", "cert": "-cert", "key": "-key"}
_S_CLIENT = ("openssl", "s_client", "-quiet", "-verify_return_error")


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as it was sent, without secrets.

    Attributes:
        target: the raw request target, as it stood in the request line.
        body: whole or clipped; *body_bytes* says how long it was.
        is_text: the body is UTF-8 text; else it holds one character for each byte.
        variables: names that stand for secrets; any other `$NAME` is text.
        files: what the connection was made with: `ca`, `cert` and `key`.
        place: writes a place as its variable.
    """

    method: str
    origin: str
    target: str
    headers: Sequence[tuple[str, str]]
    body: str
    body_bytes: int
    is_text: bool = True
    is_whole: bool = True
    variables: Collection[str] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    place: Callable[[str], str] = str

    def curl(self) -> str:
        """A command line that sends the same request and shows the whole answer."""
        words = ["curl", "-isg", "--path-as-is"]
        if self.method == "HEAD":
            words.append("--head")
        elif self.method != "GET" or self.body_bytes:
            words.append(f"-X {self._word(self.method)}")
        words += _file_words(self.files, _CURL_FILES)
        words += self._header_words()
        words.append(self._word(self.origin + self.target))
        if not _is_plain(self.target):
            words[-1:] = [f"--request-target {self._word(self.target, bytewise=True)}"]
            words.append(self._word(self.origin))
        return self._with_body(words)

    def _header_words(self) -> list[str]:
        names = {name.lower() for name, _ in self.headers}
        own_host = urlsplit(self.origin).netloc
        words = [flag for name, flag in _UNASKED.items() if name not in names]
        for name, value in self.headers:
            lowered = name.lower()
            if (lowered, value) == ("host", own_host) or (lowered == "content-length" and self.body_bytes):
                continue
            # `name:` would take the header away, `name;` sends it empty.
            line = f"{name}: {value}" if value else f"{name};"
            words.append(f"-H {self._word(line, bytewise=True)}")
        if self.body_bytes and "content-type" not in names:
            words.append("-H 'Content-Type:'")
        return words

    def _with_body(self, words: list[str]) -> str:
        if not self.body_bytes:
            return " ".join(words)
        if not self.is_whole:
            comment = f"# {self.body_bytes} bytes, of which the report shows the beginning"
            return " ".join([*words, "--data-binary @body.bin", comment])
        if not self.is_text or not self.body.isprintable():
            body = _printed(self.place(self.body), self.variables, "utf-8" if self.is_text else "latin-1")
            return f"printf %b {body} | {' '.join(words)} --data-binary @-"
        return " ".join([*words, "--data-raw", self._word(self.body)])

    def _word(self, text: str, *, bytewise: bool = False) -> str:
        """*text* as one shell word; *bytewise*, a character beyond ASCII is one byte of the wire."""
        text = self.place(text)
        if bytewise and not text.isascii():
            return f'"$(printf %b {_printed(text, self.variables, "latin-1")})"'
        return shell_word(text, self.variables)


def raw_bytes(
    origin: str,
    sent: str,
    *,
    sent_bytes: int,
    variables: Collection[str],
    files: Mapping[str, str] | None = None,
    place: Callable[[str], str] = str,
) -> str:
    """A command line that sends *sent*, one character a byte, to *origin* and shows what comes back."""
    parts = urlsplit(origin)
    if parts.scheme == "https":
        words = ["timeout", str(_ANSWER_WITHIN_S), *_S_CLIENT, "-connect"]
        words += [f"{parts.netloc}" if parts.port else f"{parts.netloc}:443"]
        to = " ".join([*words, *_file_words(files or {}, _S_CLIENT_FILES), "2>/dev/null"])
    else:
        to = f"curl -s -m {_ANSWER_WITHIN_S} telnet://{shell_word(place(parts.netloc), variables)}"
    line = f"printf %b {_printed(place(sent), variables, 'latin-1')} | {to}"
    return line if len(sent) == sent_bytes else f"{line}  # the beginning of {sent_bytes} bytes"


def shell_command(
    argv: Sequence[str],
    env: Mapping[str, str],
    variables: Collection[str],
    *,
    folder: str = "",
    place: Callable[[str], str] = str,
) -> str:
    """A command line that runs *argv* with *env* added to the environment, in *folder* when there is one."""
    words = [f"{name}={shell_word(place(value), variables)}" for name, value in env.items()]
    line = " ".join([*words, *(shell_word(place(word), variables) for word in argv)])
    return f"(cd {shell_word(place(folder), variables)} && {line})" if folder else line


def shell_word(text: str, variables: Collection[str]) -> str:
    """*text* as one word of a shell, on one line."""
    if not text.isprintable():
        return f'"$(printf %b {_printed(text, variables, "utf-8")})"'
    pieces = [piece for piece in _pieces(text, variables) if piece]
    return "".join(f'"{one}"' if _is_variable(one, variables) else shlex.quote(one) for one in pieces) or "''"


def _file_words(files: Mapping[str, str], flags: Mapping[str, str]) -> list[str]:
    return [f"{flags[name]} {shlex.quote(file)}" for name, file in files.items()]


def _printed(text: str, variables: Collection[str], encoding: str) -> str:
    """*text* as an argument of `printf %b`, with every byte that is no plain character spelled out."""
    return "".join(
        f'"{piece}"' if _is_variable(piece, variables) else shlex.quote(_escaped(piece, encoding))
        for piece in _pieces(text, variables)
        if piece
    )


def _escaped(text: str, encoding: str) -> str:
    known = {"\r": "\\r", "\n": "\\n", "\t": "\\t", "\\": "\\\\"}
    return "".join(
        known.get(one)
        or (
            one
            if " " <= one <= "~"
            else "".join(f"\\0{byte:03o}" for byte in one.encode(encoding, "replace"))
        )
        for one in text
    )


def _pieces(text: str, variables: Collection[str]) -> list[str]:
    """*text* cut at its variables."""
    return re.split(f"({VARIABLE.pattern})", text) if variables else [text]


def _is_variable(piece: str, variables: Collection[str]) -> bool:
    return bool(VARIABLE.fullmatch(piece)) and piece.strip("${}") in variables


def _is_plain(target: str) -> bool:
    """curl sends it as it is when it stands in a URL."""
    return target.startswith("/") and target.isascii() and not re.search(r"[\s#\x00-\x20\x7f]", target)
