"""Between the unix seconds of a column and the aware UTC datetime of a value."""

from datetime import UTC, datetime


def seconds(moment: datetime) -> int:
    """Whole seconds, fractions dropped."""
    return int(moment.timestamp())


def moment(value: int) -> datetime:
    """The datetime of a column that is never null."""
    return datetime.fromtimestamp(value, UTC)


def moment_or_none(value: int | None) -> datetime | None:
    """The datetime of a column that may be null."""
    return None if value is None else moment(value)
