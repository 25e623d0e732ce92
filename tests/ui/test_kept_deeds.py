"""A write is kept as text and is the same afterwards; what cannot be kept is said so."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from desktop_crm.base.attached import AttachedFile
from desktop_crm.services.contacts import change_contact
from desktop_crm.services.interactions import InteractionDraft, add_interaction
from desktop_crm.services.reminders import ReminderDraft, add_reminder
from desktop_crm.ui import kept_deeds
from desktop_crm.ui.kept_deeds import packed, unpacked

FILE = AttachedFile("a.txt", "text/plain", (b"\x00content",))


@pytest.mark.parametrize(
    ("action", "args"),
    [
        (change_contact, (12, 3, {"notes": "ă ș\n", "responsible_id": None, "vip": True})),
        (add_interaction, (InteractionDraft(7, body="x", next_step_on=date(2026, 1, 2), files=(FILE,)),)),
        (add_reminder, (ReminderDraft("y", 7, due_at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC)), ["a", ("b", 1.5)])),
        (add_reminder, ({1: Decimal("1.20"), 2: frozenset({1, 2})},)),
    ],
)
def test_the_same_comes_back(action: object, args: tuple[object, ...]) -> None:
    kept = json.loads(json.dumps(packed(action, args)))  # type: ignore[arg-type]
    assert unpacked(kept) == (action, args)


def test_what_is_no_plain_value_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    assert packed(lambda _session: None, ()) is None
    assert packed(add_reminder, (object(),)) is None
    monkeypatch.setattr(kept_deeds, "LARGEST", 4)
    assert packed(add_interaction, (InteractionDraft(7, files=(FILE,)),)) is None


def test_what_another_version_kept_or_what_is_damaged_is_words_only() -> None:
    kept = packed(change_contact, (1, 2, {}))
    assert kept is not None
    assert unpacked({**kept, "program": "0.0.1"}) is None
    assert unpacked({**kept, "action": "os:system"}) is None
    assert unpacked({**kept, "action": "desktop_crm.services.contacts:gone"}) is None
    assert unpacked({**kept, "args": [{"strange": 1}]}) is None
    assert unpacked(None) is None
