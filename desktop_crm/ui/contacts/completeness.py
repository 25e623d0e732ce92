"""How complete a card is, and what is missing: a click leads to the field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.services.completeness import PARTS
from desktop_crm.ui import painting
from desktop_crm.ui.theme import color, px

# where what is missing is filled in: keys of lines
FIELD_OF = {
    "phone": "new:phone",
    "email": "new:email",
    "address": "new:address",
    "name": "name",
    "relation": "field:relation_to_us",
    "source": "field:source_id",
    "language": "field:language",
    "birthday": "new:date",
    "tax_number": "field:tax_number",
    "person": "new:job",
    "industry": "field:industry_id",
    "website": "new:messenger",
}
SHOWN = 4


class Meter(QWidget):
    """A thin bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.percent = 0
        self.setFixedHeight(px(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Track and share."""
        painter = QPainter(self)
        track = self.rect()
        painting.filled(painter, track, color("neutral_bg"), track.height() / 2)
        wide = track.width() * self.percent // 100
        share = QRect(track.right() + 1 - wide if self.isRightToLeft() else track.left(), 0, wide, track.height())
        painting.filled(painter, share, color("accent"), track.height() / 2)
        painter.end()


class CompletenessPanel(QFrame):
    """A card with the bar, and links to what is missing; not there when nothing is."""

    wanted = Signal(str)  # key of a line

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.heading = QLabel()
        self.heading.setProperty("type", "section")
        self.meter = Meter()
        self.missing = QLabel(wordWrap=True)
        self.missing.setTextFormat(Qt.TextFormat.RichText)
        self.missing.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.missing.setProperty("type", "secondary")
        self.missing.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.missing.linkActivated.connect(self.wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(12), px(16), px(12))
        layout.setSpacing(px(8))
        for widget in (self.heading, self.meter, self.missing):
            layout.addWidget(widget)
        self._percent, self._parts = 100, ()  # type: tuple[int, Sequence[str]]

    def show_missing(self, percent: int, parts: Sequence[str]) -> None:
        """The weightiest of what is missing."""
        self._percent, self._parts = percent, tuple(parts)
        self.setVisible(bool(parts))
        self.meter.percent = percent
        self.meter.update()
        self.heading.setText(_("{percent} % complete").format(percent=percent))
        ink = color("link").name()
        links = [
            f'<a style="color:{ink};text-decoration:none" href="{FIELD_OF[part]}">{_(PARTS[part])}</a>'
            for part in parts[:SHOWN]
        ]
        self.missing.setText(_("Missing: {parts}").format(parts=", ".join(links)))
        self.missing.setAlignment(painting.leading(self.layoutDirection()))
        plain = ", ".join(_(PARTS[part]) for part in parts[:SHOWN])
        self.missing.setAccessibleName(_("Missing: {parts}").format(parts=plain))

    def changeEvent(self, event: QEvent) -> None:
        """The links' colour follows the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.show_missing(self._percent, self._parts)
        super().changeEvent(event)
