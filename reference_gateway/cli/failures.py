"""How a command says that it could not be done."""

from collections.abc import Iterator

from reference_gateway.domain.faults import Unusable


def explain(failure: BaseException) -> str:
    """`Error: …`, then numbered causes; each cause is one line, so no driver's row dump follows."""
    causes = list(_causes(failure))
    lines = [f"Error: {failure}"]
    if causes:
        lines += ["", "Caused by:", *(f"    {number}: {cause}" for number, cause in enumerate(causes))]
    return "\n".join(lines)


def _causes(failure: BaseException) -> Iterator[str]:
    if isinstance(failure, Unusable):
        yield from failure.problems
    cause = failure.__cause__
    while cause is not None:
        yield (str(cause).strip().splitlines() or [type(cause).__name__])[0]
        cause = cause.__cause__
