"""What could not be saved because the database was away: its words are kept on this computer until they are saved.

The forms themselves keep what is typed as long as they are open; this is for when they are not any more, also because
the program was closed. The write itself is kept with its words: one press does it after all, where it belongs.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.base import paths
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import Cancelled, CrmError, DatabaseUnreachable, VersionConflict
from desktop_crm.base.i18n import _, ngettext
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.dialog_frame import Problem, frame
from desktop_crm.ui.kept_deeds import Action, packed, unpacked
from desktop_crm.ui.theme import px
from desktop_crm.ui.work import Work

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

MOST = 50


@dataclass(frozen=True)
class UnsavedText:
    """One write: what it was to be, the words that were typed, and how it is done after all."""

    key: str  # the same for a later try at the same fields
    what: str
    text: str
    label: Label | None = None
    deed: tuple[Action, tuple[Any, ...]] | None = None  # None: the words alone could be kept


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
        return [_text_of(one) for one in _read().get(self._database, [])]

    @property
    def _database(self) -> str:
        database = self._window.core.database
        return database.address.shown if database is not None else ""

    def _written(self, work: Work, error: CrmError | None) -> None:
        if work.deed is None:
            return
        label, action, args = work.deed
        key = _key(label, action, args)
        told = work.failed is not None and not isinstance(error, DatabaseUnreachable)
        if error is not None and not told and not isinstance(error, Cancelled):  # away, or nobody was left to hear why
            text = "\n".join(words_of(args))
            if text and work.undoable:
                one = {"key": key, "what": label.sentence, "text": text, "label": [label.text, dict(label.facts)]}
                self._change(lambda kept: [*_without(kept, key), {**one, "deed": packed(action, args)}])
        elif error is None and self._database in _read():
            self.drop(key)

    def drop(self, key: str) -> None:
        """It is saved, or not wanted."""
        self._change(lambda kept: _without(kept, key))

    def _change(self, new: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> None:
        kept = _read()
        own = new(kept.pop(self._database, []))[-MOST:]
        _write({**kept, self._database: own} if own else kept)

    def offer(self) -> None:
        """A bar says how many there are."""
        count = len(self.texts())
        if count:
            text = ngettext(
                "{count} change could not be saved. What you typed is kept here.",
                "{count} changes could not be saved. What you typed is kept here.",
                count,
            ).format(count=count)
            self._window.bar.show_text(text, tone="info", button=_("Show"), action=self.show)

    def show(self) -> UnsavedDialog:
        """Each to be saved after all, or to be copied to where it belongs."""
        dialog = UnsavedDialog(self._window, self)
        dialog.open()
        return dialog

    def save(
        self, one: UnsavedText, parent: QWidget, then: Callable[[], object], failed: Callable[[str], object]
    ) -> None:
        """Do it now; what a colleague did meanwhile is kept, and the same field opens the three ways."""
        if one.deed is None or one.label is None:
            return
        action, args = one.deed

        def done(_result: object) -> None:
            self.drop(one.key)
            self._window.toast(_("Saved"), undo=True)
            then()

        def refused(error: CrmError) -> None:
            failed(error.sentence)
            if isinstance(error, VersionConflict) and error.contested and _has_version(args):
                from desktop_crm.ui.three_way import decide  # noqa: PLC0415  (the window is painted before)

                decide(parent, error, {}, partial(decided, error.version), lambda: None)

        def decided(version: int, chosen: dict[str, object], theirs: frozenset[str]) -> None:
            values = {name: value for name, value in {**args[2], **chosen}.items() if name not in theirs}
            self.save(replace(one, deed=(action, (args[0], version, values, *args[3:]))), parent, then, failed)

        self._window.core.do(self, one.label, action, *args, then=done, failed=refused)


def _has_version(args: tuple[Any, ...]) -> bool:
    """Whether an action gets a row, the version of it that was seen, and the fields that are to change."""
    return len(args) > 2 and isinstance(args[1], int) and isinstance(args[2], Mapping)


def _key(label: Label, action: Action, args: tuple[Any, ...]) -> str:
    row = args[0] if args and isinstance(args[0], int) else ""
    named = sorted(args[2]) if _has_version(args) else ""
    return f"{label.sentence} {getattr(action, '__qualname__', '')} {row} {named}"


def _text_of(kept: dict[str, Any]) -> UnsavedText:
    label = kept.get("label")
    said = Label(str(label[0]), label[1]) if isinstance(label, list) and len(label) == 2 else None
    what = str(kept["what"])
    return UnsavedText(str(kept.get("key", what)), what, str(kept["text"]), said, unpacked(kept.get("deed")))


class UnsavedDialog(QDialog):
    """Each with its words; saved, copied or dropped one by one."""

    def __init__(self, parent: QWidget, unsaved: Unsaved) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Not saved yet"))
        self._unsaved = unsaved
        column = QVBoxLayout()
        column.setSpacing(px(16))
        self.rows: list[dict[str, Button]] = []
        for one in unsaved.texts():
            self._add(column, one)
        column.addStretch(1)
        inside = QWidget()
        inside.setLayout(column)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inside)
        content = QVBoxLayout()
        content.addWidget(area)
        close = Button("", "", self.accept)
        close.setText(_("Close"))
        frame(self, content, Problem(), close)
        self.resize(px(560), px(360))

    def _add(self, column: QVBoxLayout, one: UnsavedText) -> None:
        row, problem = QWidget(), Problem()
        title = QLabel(one.what, wordWrap=True)
        title.setProperty("type", "section")
        words = QLabel(one.text, wordWrap=True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

        def save() -> None:
            self._unsaved.save(one, self, row.hide, problem.tell)

        def discard() -> None:
            self._unsaved.drop(one.key)
            row.hide()

        made = {
            "save": (_("Save now"), "primary", save),
            "copy": (_("Copy"), "", lambda: QGuiApplication.clipboard().setText(one.text)),
            "discard": (_("Discard"), "quiet", discard),
        }
        buttons = QHBoxLayout()
        shown: dict[str, Button] = {}
        for code, (text, kind, act) in made.items():
            if code != "save" or one.deed is not None:
                button = shown[code] = Button("", kind, act)
                button.setText(text)
                button.setAccessibleName(f"{text}: {one.what}")
                buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        for part in (title, words, problem):
            layout.addWidget(part)
        layout.addLayout(buttons)
        column.addWidget(row)
        self.rows.append(shown)


def _without(kept: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    return [one for one in kept if one.get("key", one["what"]) != key]


def _read() -> dict[str, list[dict[str, Any]]]:
    try:
        kept = json.loads((paths.settings_folder() / "unsaved.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _write(kept: dict[str, list[dict[str, Any]]]) -> None:
    path = paths.settings_folder() / "unsaved.json"
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        beside.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
        beside.replace(path)
    except OSError:  # a full disk must not disturb who is typing; the text is still on the screen
        beside.unlink(missing_ok=True)
