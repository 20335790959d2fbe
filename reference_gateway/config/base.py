"""What every section of the document has in common, and the checked texts they share."""

import os
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from reference_gateway.domain.identity import normalized_email
from reference_gateway.domain.spend import usd_1e4

# Looking for pydantic plugins reads the metadata of every installed package, on every start, to find none.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


class Section(BaseModel):
    """Frozen, strictly typed, and closed: an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


def _non_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be blank")
    return text


def _email(text: str) -> str:
    normalized = normalized_email(text)
    if "@" not in normalized:
        raise ValueError("must be an email address with an `@`")
    return normalized


def _usd(text: str) -> str:
    try:
        usd_1e4(text)
    except ValueError as error:
        raise ValueError(f'{error}; write it like "12.50"') from None
    return text


NonBlank = Annotated[str, AfterValidator(_non_blank)]
Email = Annotated[str, AfterValidator(_email)]
UsdText = Annotated[str, AfterValidator(_usd)]
