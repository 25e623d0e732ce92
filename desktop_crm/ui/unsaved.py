"""What could not be saved because the database was away: its words are kept on this computer until they are saved.

The forms themselves keep what is typed as long as they are open; this is for when they are not any more.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.base import paths
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError, DatabaseUnreachable
from desktop_crm.base.i18n import _, ngettext
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.dialog_frame import Problem, frame
from desktop_crm.ui.theme import px
from desktop_crm.ui.work import Work

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

MOST = 50


@dataclass(frozen=True)
class UnsavedText:
    """One write: what it was to be, and the words that were typed."""

    what: str
    text: str


def words_of(value: Any) -> Iterator[str]:
    """The words in the plain values that an action was to get."""
    if isinstance(value, str):
        yield from filter(None, [value.strip()])
    elif isinstance(value, date):
        yield value.isoformat()
    else:
        for one in _parts(value):
            yield from words_of(one)


def _parts(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return list(value.values())
    if isinstance(value, (tuple, list)):
        return list(value)
    if is_dataclass(value):
        return [getattr(value, one.name) for one in fields(value) if getattr(value, one.name) != one.default]
    return []


class Unsaved(QObject):
    """Of one window: hears how writes end, and offers what is left when the database is back."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.core.written.connect(self._written)
        window.core.watching.found.connect(self.offer)
        window.core.opened.connect(self.offer)

    def texts(self) -> list[UnsavedText]:
        """What is kept of the database that is open."""
        return [UnsavedText(one["what"], one["text"]) for one in _read().get(self._database, [])]

    @property
    def _database(self) -> str:
        database = self._window.core.database
        return database.address.shown if database is not None else ""

    def _written(self, work: Work, error: CrmError | None) -> None:
        label, args = work.deed or (Label(""), ())
        if isinstance(error, DatabaseUnreachable):
            text = "\n".join(words_of(args))
            if text and work.undoable:
                self._change(lambda kept: [*_without(kept, label.sentence), {"what": label.sentence, "text": text}])
        elif error is None and self._database in _read():
            self._change(lambda kept: _without(kept, label.sentence))

    def _change(self, new: Any) -> None:
        kept = _read()
        own = new(kept.pop(self._database, []))[-MOST:]
        _write({**kept, self._database: own} if own else kept)

    def offer(self) -> None:
        """A bar says how many there are."""
        count = len(self.texts())
        if count:
            text = ngettext(
                "{count} change could not be saved while the database was away. Its words are kept here.",
                "{count} changes could not be saved while the database was away. Their words are kept here.",
                count,
            ).format(count=count)
            self._window.bar.show_text(text, tone="info", button=_("Show"), action=self.show)

    def show(self) -> UnsavedDialog:
        """The words, to be copied to where they belong."""
        dialog = UnsavedDialog(self._window, self.texts(), lambda what: self._change(partial(_without, what=what)))
        dialog.open()
        return dialog


class UnsavedDialog(QDialog):
    """Each with its words; copied and dropped one by one."""

    def __init__(self, parent: QWidget, texts: list[UnsavedText], drop: Any) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Not saved yet"))
        column = QVBoxLayout()
        column.setSpacing(px(12))
        self.rows: list[tuple[Button, Button]] = []
        for one in texts:
            self._add(column, one, drop)
        column.addStretch(1)
        inside = QWidget()
        inside.setLayout(column)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inside)
        content = QVBoxLayout()
        content.addWidget(area)
        close = Button("", "primary", self.accept)
        close.setText(_("Close"))
        frame(self, content, Problem(), close)
        self.resize(px(560), px(360))

    def _add(self, column: QVBoxLayout, one: UnsavedText, drop: Any) -> None:
        row = QWidget()
        title = QLabel(one.what, wordWrap=True)
        title.setProperty("type", "section")
        words = QLabel(one.text, wordWrap=True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        copy = Button("", "", lambda: QGuiApplication.clipboard().setText(one.text))
        copy.setText(_("Copy"))

        def discard() -> None:
            drop(one.what)
            row.hide()

        gone = Button("", "quiet", discard)
        gone.setText(_("Discard"))
        buttons = QHBoxLayout()
        for button in (copy, gone):
            button.setAccessibleName(f"{button.text()}: {one.what}")
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(title)
        layout.addWidget(words)
        layout.addLayout(buttons)
        column.addWidget(row)
        self.rows.append((copy, gone))


def _without(kept: list[dict[str, str]], what: str) -> list[dict[str, str]]:
    return [one for one in kept if one["what"] != what]


def _read() -> dict[str, list[dict[str, str]]]:
    try:
        kept = json.loads((paths.settings_folder() / "unsaved.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _write(kept: dict[str, list[dict[str, str]]]) -> None:
    path = paths.settings_folder() / "unsaved.json"
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        beside.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
        beside.replace(path)
    except OSError:  # a full disk must not disturb who is typing; the text is still on the screen
        beside.unlink(missing_ok=True)
