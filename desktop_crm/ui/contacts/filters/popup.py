"""Adding a filter: field, operator, value, in one small window beside the chips."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.base.i18n import _
from desktop_crm.base.text import fold
from desktop_crm.services.contact_fields import FilterField
from desktop_crm.services.contact_views import Filter
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.contacts.filters.value import ROW_HEIGHT, ValueEditor
from desktop_crm.ui.theme import px


class FilterPopup(QFrame):
    """First the field (type to find it), then what it must be. Esc goes back, then away."""

    chosen = Signal(object)  # Filter

    def __init__(self, fields: Sequence[FilterField], parent: QWidget, wanted: Filter | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("palette")
        self.setAccessibleName(_("Add filter"))
        self._fields = {field.code: field for field in fields}
        self._field: FilterField | None = None
        self._begun = wanted
        self.finder = QLineEdit(clearButtonEnabled=True)
        self.finder.setPlaceholderText(_("Which field?"))
        self.finder.setAccessibleName(_("Find a field"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Fields"))
        self.title = QLabel()
        self.title.setProperty("type", "strong")
        self.operator = QComboBox()
        self.operator.setAccessibleName(_("Condition"))
        self.value: ValueEditor | None = None
        self.take = Button("", "primary", self.submit)
        self.take.setText(_("Show"))
        self.back = Button("", "", self._to_fields)
        self.back.setText(_("Other field"))
        self._stack = QStackedWidget()
        self._build()
        self._fill()
        if wanted is not None and wanted.field in self._fields:
            self._choose(self._fields[wanted.field], wanted)
        self._fit()

    def _build(self) -> None:
        first = QWidget()
        column = QVBoxLayout(first)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.finder)
        column.addWidget(self.list, 1)
        self._second = QWidget()
        self._column = QVBoxLayout(self._second)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(8))
        self._column.addWidget(self.title)
        self._column.addWidget(self.operator)
        self._place = QVBoxLayout()
        self._column.addLayout(self._place, 1)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.back)
        foot.addStretch()
        foot.addWidget(self.take)
        self._column.addLayout(foot)
        self._stack.addWidget(first)
        self._stack.addWidget(self._second)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(12), px(12), px(12), px(12))
        layout.addWidget(self._stack)
        self.finder.textChanged.connect(self._find)
        self.finder.installEventFilter(self)
        self.list.itemClicked.connect(self._clicked)
        self.list.itemActivated.connect(self._clicked)
        self.operator.currentIndexChanged.connect(lambda _index: self._show_value(()))

    def _fill(self) -> None:
        for field in self._fields.values():
            item = QListWidgetItem(field.title)
            item.setData(Qt.ItemDataRole.UserRole, field.code)
            item.setSizeHint(QSize(0, px(ROW_HEIGHT)))
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _find(self, text: str) -> None:
        sought, first = fold(text.strip()), -1
        for number in range(self.list.count()):
            item = self.list.item(number)
            item.setHidden(sought not in fold(item.text()))
            first = number if first < 0 and not item.isHidden() else first
        self.list.setCurrentRow(first)

    def _clicked(self, item: QListWidgetItem) -> None:
        field = self._fields.get(item.data(Qt.ItemDataRole.UserRole))
        if field is not None and not item.isHidden():
            self._choose(field, None)

    def _choose(self, field: FilterField, wanted: Filter | None) -> None:
        self._field = field
        self.title.setText(field.title)
        self.operator.blockSignals(True)
        self.operator.clear()
        for code, words in field.operators.items():
            self.operator.addItem(_(words), code)
        self.operator.setCurrentIndex(max(0, self.operator.findData(wanted.operator)) if wanted else 0)
        self.operator.setVisible(len(field.operators) > 1)
        self.operator.blockSignals(False)
        self._show_value(wanted.values if wanted else ())
        self._stack.setCurrentIndex(1)
        self._fit()
        first = (self.value.first if self.value else None) or self.operator
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_value(self, values: Sequence[str]) -> None:
        if self._field is None:
            return
        if self.value is not None:
            self._place.removeWidget(self.value)
            self.value.hide()
            self.value.deleteLater()
        self.value = ValueEditor(self._field, str(self.operator.currentData()), values, self._changed)
        self._place.addWidget(self.value, 1)
        if self.value.list is None:
            self._place.setAlignment(self.value, Qt.AlignmentFlag.AlignTop)
        self._fit()
        self._changed()

    def _fit(self) -> None:
        """High enough for a list; a single value needs no more than its lines."""
        single = self._stack.currentIndex() == 1 and self.value is not None and self.value.list is None
        self.resize(px(320), self._second.sizeHint().height() + 2 * px(12) if single else px(380))

    def _changed(self) -> None:
        self.take.setEnabled(self.value is not None and self.value.values() is not None)

    def _to_fields(self) -> None:
        self._stack.setCurrentIndex(0)
        self._fit()
        self.finder.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Hand the condition over."""
        values = self.value.values() if self.value is not None else None
        if self._field is None or values is None:
            return
        self.chosen.emit(Filter(self._field.code, str(self.operator.currentData()), values[0], tuple(values[1:])))
        self.close()

    def open_below(self, widget: QWidget) -> None:
        """Show beside *widget*, inside the screen."""
        corner = widget.mapToGlobal(QPoint(0, widget.height() + px(4)))
        if widget.isRightToLeft():
            corner.setX(corner.x() + widget.width() - self.width())
        screen = widget.screen() or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        corner.setX(max(room.left(), min(corner.x(), room.right() - self.width())))
        corner.setY(max(room.top(), min(corner.y(), room.bottom() - self.height())))
        self.move(corner)
        self.show()
        if self._stack.currentIndex() == 0:
            self.finder.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter in the line go through the list of fields."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self.list.currentItem() is not None:
                    self._clicked(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _step(self, by: int) -> None:
        number = self.list.currentRow() + by
        while 0 <= number < self.list.count() and self.list.item(number).isHidden():
            number += by
        if 0 <= number < self.list.count():
            self.list.setCurrentRow(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the condition, Esc goes back a step."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._stack.currentIndex() == 1:
            self.submit()
        elif event.key() == Qt.Key.Key_Escape and self._stack.currentIndex() == 1 and self._begun is None:
            self._to_fields()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
