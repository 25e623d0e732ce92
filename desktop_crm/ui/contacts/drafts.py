"""Half-written notes: kept beside the settings while they are typed, offered again after a crash."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from desktop_crm.base import paths

MOST = 50
Draft = dict[str, Any]  # text, kind, and what else was said in the form, by field
_EMPTY: Draft = {"text": "", "kind": "note"}


class Drafts:
    """Half-written entries by database and contact; a broken file is an empty one."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._all = _read()

    def get(self, contact_id: int) -> Draft:
        """What is half written for a contact."""
        return {**_EMPTY, **self._all.get(self._database, {}).get(str(contact_id), {})}

    def put(self, contact_id: int, draft: Draft) -> None:
        """Keep it; one that says nothing is forgotten."""
        own = self._all.setdefault(self._database, {})
        if any(value.strip() if isinstance(value, str) else value for key, value in draft.items() if key != "kind"):
            if own.get(str(contact_id)) == draft:
                return
            own[str(contact_id)] = draft
            while len(own) > MOST:
                del own[next(iter(own))]
        elif own.pop(str(contact_id), None) is None:
            return
        _write(self._all)


def _path() -> Path:
    return paths.settings_folder() / "drafts.json"


def _read() -> dict[str, dict[str, Draft]]:
    try:
        kept = json.loads(_path().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {
        str(database): {str(key): draft for key, value in own.items() if (draft := _draft(value))}
        for database, own in kept.items()
        if isinstance(own, dict)
    }


def _draft(value: object) -> Draft:
    if isinstance(value, list) and len(value) == 2:  # of version 0.2: (text, kind)
        value = {"text": value[0], "kind": value[1]}
    usable = isinstance(value, dict) and all(isinstance(value.get(key, ""), str) for key in _EMPTY)
    return value if usable and isinstance(value, dict) else {}


def _write(kept: dict[str, dict[str, Draft]]) -> None:
    beside = _path().with_suffix(f".{os.getpid()}.tmp")
    try:
        beside.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
        beside.replace(_path())
    except OSError:  # a full disk must not disturb who is typing; the text is still on the screen
        beside.unlink(missing_ok=True)
