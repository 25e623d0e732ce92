"""The only place that asks the computer for the time; tests freeze it here."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

_frozen: datetime | None = None


def now() -> datetime:
    """Present moment in UTC (aware)."""
    return _frozen or datetime.now(UTC)


def today() -> date:
    """Today's date where the user is."""
    return now().astimezone().date()


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Let the clock stand at *moment* (aware) inside the block."""
    global _frozen
    before, _frozen = _frozen, moment.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before
