"""Half-written notes: kept beside the settings while they are typed, offered again after a crash."""

from __future__ import annotations

import json
import os
from pathlib import Path

from desktop_crm.base import paths

MOST = 50


class Drafts:
    """Texts by database and contact; a broken file is an empty one."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._all = _read()

    def get(self, contact_id: int) -> tuple[str, str]:
        """(text, kind) of what is half written for a contact."""
        text, kind = self._all.get(self._database, {}).get(str(contact_id), ["", "note"])
        return text, kind

    def put(self, contact_id: int, text: str, kind: str) -> None:
        """Keep it; an empty text is forgotten."""
        own = self._all.setdefault(self._database, {})
        if text.strip():
            if own.get(str(contact_id)) == [text, kind]:
                return
            own[str(contact_id)] = [text, kind]
            while len(own) > MOST:
                del own[next(iter(own))]
        elif own.pop(str(contact_id), None) is None:
            return
        _write(self._all)


def _path() -> Path:
    return paths.settings_folder() / "drafts.json"


def _read() -> dict[str, dict[str, list[str]]]:
    try:
        kept = json.loads(_path().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {
        str(database): {str(key): pair for key, pair in own.items() if _is_pair(pair)}
        for database, own in kept.items()
        if isinstance(own, dict)
    }


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(part, str) for part in value)


def _write(kept: dict[str, dict[str, list[str]]]) -> None:
    beside = _path().with_suffix(f".{os.getpid()}.tmp")
    try:
        beside.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
        beside.replace(_path())
    except OSError:  # a full disk must not disturb who is typing; the text is still on the screen
        beside.unlink(missing_ok=True)
