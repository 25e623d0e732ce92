"""The chips of the conditions in force; a click changes one, its cross or Backspace takes it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.services.contact_fields import FilterField, sentence
from desktop_crm.services.contact_views import ContactsView, Filter
from desktop_crm.ui import painting
from desktop_crm.ui.chips import FlowLayout
from desktop_crm.ui.theme import MEDIUM, SECONDARY, color, font, px

HEIGHT = 28
PADDING = 10
CROSS = 14
LONGEST = 280


class ConditionChip(QAbstractButton):
    """“City: Chișinău ×”."""

    removed = Signal()

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(_("Enter changes the filter, Backspace removes it"))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Words and the cross."""
        wide = QFontMetrics(font(SECONDARY, MEDIUM)).horizontalAdvance(self.text())
        return QSize(min(wide + 2 * px(PADDING) + px(CROSS) + px(6), px(LONGEST)), px(HEIGHT))

    def _cross(self) -> QRect:
        place = QRect(self.width() - px(PADDING) - px(CROSS), (self.height() - px(CROSS)) // 2, px(CROSS), px(CROSS))
        if self.isRightToLeft():
            place.moveLeft(px(PADDING))
        return place

    def paintEvent(self, event: QPaintEvent) -> None:
        """A pill of the selected colour: it is in force."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("pressed" if self.underMouse() else "selected"))
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        if self.hasFocus():
            painting.focus_ring(painter, self.rect(), self.height() / 2)
        painter.setFont(font(SECONDARY, MEDIUM))
        painter.setPen(color("link"))
        room = QRect(px(PADDING), 0, self.width() - 2 * px(PADDING) - px(CROSS) - px(4), self.height())
        if self.isRightToLeft():
            room.translate(px(CROSS) + px(4), 0)
        painting.line(painter, room, self.text(), self.layoutDirection())
        painting.draw_icon(painter, self._cross(), "x", "link", CROSS)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The cross removes."""
        if self._cross().adjusted(-px(6), -px(7), px(8), px(7)).contains(event.position().toPoint()):
            self.setDown(False)
            self.removed.emit()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Backspace and Del remove, Enter changes."""
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class FilterBar(QWidget):
    """All chips of a view; hidden while there are none."""

    changed = Signal(object)  # ContactsView
    edit_wanted = Signal(object, object)  # chip, number of the filter

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, px(6))
        self._view = ContactsView()
        self._fields: dict[str, FilterField] = {}
        self.chips: list[ConditionChip] = []
        self.setAccessibleName(_("Filters"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def set_fields(self, fields: Sequence[FilterField]) -> None:
        """The words for fields and values."""
        self._fields = {field.code: field for field in fields}
        self.show_view(self._view)

    def show_view(self, view: ContactsView) -> None:
        """Chips for the conditions of *view*."""
        held = next((number for number, chip in enumerate(self.chips) if chip.hasFocus()), -1)
        self._view = view
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = [self._chip(number, wanted) for number, wanted in enumerate(view.filters)]
        self.setVisible(bool(self.chips))
        self.updateGeometry()
        if held >= 0 and self.chips:
            self.chips[min(held, len(self.chips) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _chip(self, number: int, wanted: Filter) -> ConditionChip:
        chip = ConditionChip(sentence(self._fields, wanted), self)
        chip.removed.connect(lambda: self.remove(number))
        chip.clicked.connect(lambda: self.edit_wanted.emit(chip, number))
        self._flow.addWidget(chip)
        chip.show()
        return chip

    def remove(self, number: int) -> None:
        """Without this condition."""
        kept = tuple(wanted for place, wanted in enumerate(self._view.filters) if place != number)
        self.changed.emit(replace(self._view, filters=kept))

    def put(self, wanted: Filter, number: int | None = None) -> None:
        """A new condition, or another in place of one."""
        kept = list(self._view.filters)
        if number is None or number >= len(kept):
            kept.append(wanted)
        else:
            kept[number] = wanted
        self.changed.emit(replace(self._view, filters=tuple(kept)))

    def wanted(self, number: int) -> Filter:
        """One condition."""
        return self._view.filters[number]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from chip to chip."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.focusNextPrevChild((event.key() == Qt.Key.Key_Right) != self.isRightToLeft())
        else:
            super().keyPressEvent(event)
