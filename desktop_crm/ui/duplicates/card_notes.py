"""Lines under the head of a card: who looks the same, who was merged into it, where it lives on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import _, ngettext
from desktop_crm.services.duplicates import DuplicateRow
from desktop_crm.services.merging import Doubles, MergeRow, doubles_of
from desktop_crm.ui import icons, moments
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.core import Core
from desktop_crm.ui.theme import px

MOST = 3  # merges named on a card; older ones are in the history of changes


def taken_apart(name: str, kept: int) -> str:
    """What the toast says."""
    if not kept:
        return _("“{name}” is a card of its own again").format(name=name)
    text = ngettext(
        "“{name}” is a card of its own again; {count} record that was changed since stayed",
        "“{name}” is a card of its own again; {count} records that were changed since stayed",
        kept,
    )
    return text.format(name=name, count=kept)


class CardNotes(QFrame):
    """Nothing to say: not there."""

    compare_wanted = Signal(object, object)  # ids of this contact and of the one that looks the same
    contact_wanted = Signal(object)
    taken_apart = Signal(str, int)  # name of the one that is back; records that were edited since and stayed

    def __init__(self, core: Core, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.core = core
        self._contact_id: int | None = None
        self._doubles: Doubles | None = None
        self.setProperty("kind", "header")
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(px(24), px(4), px(16), px(4))
        self._lines.setSpacing(0)
        self.hide()

    def show_contact(self, contact_id: int) -> None:
        """Ask what there is to say of a contact."""
        if contact_id != self._contact_id:
            self._contact_id = contact_id
            self.hide()
        self.core.ask(self, doubles_of, contact_id, then=self._show, key="doubles")

    def retranslate(self) -> None:
        """Words of now."""
        if self._doubles is not None:
            self._show(self._doubles)

    def _show(self, doubles: Doubles) -> None:
        self._doubles = doubles
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if doubles.into is not None:
            self._say_into(doubles.into)
        if doubles.candidate is not None and self._contact_id is not None:
            self._say_candidate(doubles.candidate, self._contact_id)
        for merge in doubles.merged[:MOST]:
            self._say_merged(merge)
        self.setVisible(self._lines.count() > 0)

    def _say_candidate(self, row: DuplicateRow, own: int) -> None:
        other, name = (row.second_id, row.second_name) if row.first_id == own else (row.first_id, row.first_name)
        certain = row.level == "certain"
        text = _("Certainly the same as “{name}”") if certain else _("Perhaps the same as “{name}”")
        line = self._line("copy-check", "ok" if certain else "warn", text.format(name=name), row.sentence)
        self._button(line, _("Compare…"), f"{_('Compare…')} {name}", lambda: self.compare_wanted.emit(own, other))

    def _say_merged(self, merge: MergeRow) -> None:
        day = moments.short_day(moments.day_of(merge.merged_at, all_day=False))
        text = _("Merged from “{name}” · {day}").format(name=merge.loser_name, day=day)
        line = self._line("merge", "text2", text, moments.full(merge.merged_at))
        self._button(line, _("Take apart"), f"{_('Take apart')}: {merge.loser_name}", lambda: self.take_apart(merge))

    def _say_into(self, merge: MergeRow) -> None:
        day = moments.short_day(moments.day_of(merge.merged_at, all_day=False))
        text = _("Merged into “{name}” · {day}").format(name=merge.winner_name, day=day)
        line = self._line("merge", "warn", text, moments.full(merge.merged_at))
        shown = _("Show “{name}”").format(name=merge.winner_name)
        self._button(line, _("Open card"), shown, lambda: self.contact_wanted.emit(merge.winner_id))
        self._button(line, _("Take apart"), f"{_('Take apart')}: {merge.loser_name}", lambda: self.take_apart(merge))

    def _line(self, icon: str, tone: str, text: str, tip: str) -> QHBoxLayout:
        holder = QWidget(self)
        layout = QHBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        picture = QLabel()
        picture.setPixmap(icons.pixmap(icon, tone, icons.NORMAL, self.devicePixelRatioF()))
        words = QLabel(text)
        words.setProperty("type", "secondary")
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setToolTip(tip)
        words.setWordWrap(True)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout.addWidget(picture)
        layout.addWidget(words, 1)
        self._lines.addWidget(holder)
        return layout

    def _button(self, line: QHBoxLayout, text: str, name: str, action: Callable[[], object]) -> None:
        button = Button("", "link", action)
        button.setText(text)
        button.setAccessibleName(name)
        line.addWidget(button)

    def take_apart(self, merge: MergeRow) -> None:
        """The one that was merged comes back with all that was its own."""

        def done(result: object) -> None:
            self.taken_apart.emit(merge.loser_name, int(getattr(result, "kept", 0)))

        def failed(error: CrmError) -> None:
            self.core.refused.emit(error)

        self.core.undo(self, done, change_set=merge.change_set, force=True, failed=failed)
