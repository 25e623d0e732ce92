"""Who needs attention."""

from datetime import timedelta
from typing import Any

from desktop_crm.base import clock


def chip_of(life_cycle: str, rhythm_days: int | None, last_touch_at: Any) -> str:
    """What needs attention about a contact: a code of ``services.contact_views.CHIPS`` or ""."""
    if life_cycle == "blacklisted":
        return life_cycle
    if rhythm_days and (last_touch_at is None or last_touch_at < clock.now() - timedelta(days=rhythm_days)):
        return "follow_up"
    return "at_risk" if life_cycle == "at_risk" else ""
