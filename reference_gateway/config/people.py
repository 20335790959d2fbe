"""`teams[]` and `users[]`: who exists from the first boot, and what they may spend."""

import zoneinfo
from typing import Annotated, Literal

from reference_gateway.config.section import Email, NonBlank, Section, UsdText
from reference_gateway.domain.spend import Budget, Cadence, usd_1e4


def _timezone(name: str) -> str:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        # A machine without the database of time zones cannot tell.
        if zoneinfo.available_timezones():
            raise ValueError("must be the name of a time zone, as in `Europe/Vienna`") from None
    return name


class BudgetSection(Section, frozen=True):
    """`budget:` of a team or a user."""

    cadence: Literal["daily", "weekly", "monthly"]
    amount_usd: UsdText
    hard_limit: bool = True
    timezone: Annotated[NonBlank, _timezone] = "UTC"

    def budget(self) -> Budget:
        """The budget as a value."""
        return Budget(Cadence(self.cadence), usd_1e4(self.amount_usd), self.hard_limit, self.timezone)


def _trimmed(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be blank")
    return text.strip()


class TeamSection(Section, frozen=True):
    """`teams[]`"""

    key: Annotated[str, _trimmed]
    name: NonBlank
    budget: BudgetSection | None = None


class MembershipSection(Section, frozen=True):
    """`users[].membership`"""

    team: Annotated[str, _trimmed]
    role: Literal["admin", "member"] = "member"
    """Owners are not made by configuration."""


class UserSection(Section, frozen=True):
    """`users[]`"""

    name: NonBlank
    email: Email
    auth_mode: Literal["password", "oidc"]
    global_role: Literal["platform_admin", "user"] = "user"
    request_logging_enabled: bool = True
    oidc_provider_key: NonBlank | None = None
    membership: MembershipSection | None = None
    budget: BudgetSection | None = None
