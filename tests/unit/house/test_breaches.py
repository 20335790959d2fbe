"""How a breach is worded: in the words of the wire, which are `evidence/wording.py`."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.given.places import ROOT

HARNESS = ROOT / "contract_harness"
RAISED = {"ContractBreach", "Garbage", "Closed"}
REMEDY = "tell it with contract_harness/evidence/wording.py"


def in_python(text: str) -> Iterator[str]:
    """What a breach would show as Python has it: `!r`, `repr()`, a collection, a header that may lack."""
    for call in ast.walk(ast.parse(text)):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in RAISED:
            for node in (one for argument in call.args for one in ast.walk(argument)):
                if is_python(node):
                    yield f"{node.lineno}: {ast.unparse(node)}: {REMEDY}"


def is_python(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return getattr(node.func, "id", "") == "repr"
    if not isinstance(node, ast.FormattedValue):
        return False
    value = node.value
    if node.conversion == ord("r") or isinstance(value, ast.List | ast.Dict | ast.ListComp | ast.DictComp):
        return True
    if isinstance(value, ast.Attribute):
        return value.attr in {"headers", "body", "attributes"}
    if not isinstance(value, ast.Call):
        return False
    name = value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")
    return name in {"dict", "list", "sorted", "set", "tuple", "get", "header", "headers_named"}


def test_no_breach_speaks_python() -> None:
    """No `None`, no `b'…'`, no brackets."""
    found = [
        f"{file.relative_to(ROOT)}:{fault}"
        for file in sorted(Path(HARNESS).rglob("*.py"))
        for fault in in_python(file.read_text("utf-8"))
    ]

    assert [] == found


def test_python_in_a_breach_is_found() -> None:
    """The check above looks at something."""
    told = [
        'f"{body[:80]!r}"',
        "repr(body)",
        "f\"{reply.status} {reply.header('content-type')}\"",
        'f"{dict(wanted)}"',
        'f"{reply.headers}"',
    ]
    assert all(list(in_python(f"raise ContractBreach('promised', {one})")) for one in told)
    assert [] == list(in_python("raise ContractBreach('promised', f'{plain(headers)} {reply.status}')"))
