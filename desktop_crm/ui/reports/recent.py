"""The reports that were lately looked at on this computer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from desktop_crm.services.reports.periods import Period
from desktop_crm.services.reports.registry import REPORTS

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

_KEY, _MOST = "recent_reports", 6


def note(window: MainWindow, report: str, period: Period) -> None:
    """Remember that *report* of *period* was looked at just now."""
    own = [report, period.first.isoformat(), period.last.isoformat()]
    others = [one for one in _kept(window) if one != own]
    window.remember(**{_KEY: [own, *others][:_MOST]})


def reports(window: MainWindow) -> list[tuple[str, Period]]:
    """(report, period), the latest first; what cannot be read is left out."""
    found = []
    for one in _kept(window):
        try:
            report, first, last = one
            period = Period(date.fromisoformat(first), date.fromisoformat(last))
        except (ValueError, TypeError):
            continue
        if report in REPORTS:
            found.append((report, period))
    return found


def _kept(window: MainWindow) -> list[Any]:
    kept = window.settings.window.get(_KEY)
    return kept if isinstance(kept, list) else []
