"""Step 2: what each column means."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.services.columns import CUSTOM, FIELDS, GROUPS
from desktop_crm.ui import icons, theme
from desktop_crm.ui.cells import ground
from desktop_crm.ui.chips import Chip, FilterChips
from desktop_crm.ui.importing.field_choice import FieldPopup, Groups
from desktop_crm.ui.importing.flow import ImportFlow
from desktop_crm.ui.importing.place import PlaceChoice, TopLine
from desktop_crm.ui.importing.step import Step
from desktop_crm.ui.labels import caption
from desktop_crm.ui.listed import ListedColumn, ListedModel, ListedView

NOTES, LEFT_OUT = "note_extra", "skip"
SAMPLES = 3
SAMPLE_ROWS = 2_000
MEANING = 2  # the column with the choice


@dataclass(frozen=True)
class ColumnLine:
    """One column of the file."""

    header: str
    samples: str
    code: str
    meaning: str

    @property
    def fate(self) -> str:
        """``known``, ``notes`` or ``out``."""
        return {NOTES: "notes", LEFT_OUT: "out"}.get(self.code, "known")


def field_groups(custom: Sequence[tuple[str, str]] = ()) -> Groups:
    """Fields under their groups, in the language in force; *custom*: (code, name) of the firm's own fields."""
    groups = [
        (_(title), [(code, _(name)) for code, (name, group) in FIELDS.items() if group == key])
        for key, title in GROUPS.items()
    ]
    return [*groups[:-1], (_("Own fields"), list(custom)), groups[-1]] if custom else groups


def field_title(code: str, custom: Sequence[tuple[str, str]] = ()) -> str:
    """The name of a field."""
    if code.startswith(CUSTOM):
        return dict(custom).get(code, code)
    return _(FIELDS[code][0]) if code in FIELDS else code


def samples_of(rows: Sequence[Sequence[object]], column: int) -> str:
    """The first different values of a column."""
    found: list[str] = []
    for row in rows[:SAMPLE_ROWS]:
        value = row[column] if column < len(row) else None
        text = "" if value is None else " ".join(str(value).split())
        if text and text not in found:
            found.append(text[:60])
            if len(found) == SAMPLES:
                break
    return "   ·   ".join(found)


class MeaningDelegate(QStyledItemDelegate):
    """Draws the choice as what it is: a box that opens."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground of the row, frame, words, arrow."""
        ground(self, painter, option, index)
        view = option.widget
        current = isinstance(view, ListedView) and view.currentIndex().row() == index.row() and view.hasFocus()
        model = index.model()
        line: ColumnLine = model.row_at(index.row()) if isinstance(model, ListedModel) else ColumnLine("", "", "", "")
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(4, 4, -8, -4)
        painter.setBrush(theme.color("surface"))
        painter.setPen(QPen(theme.color("focus" if current else "border_strong"), 2 if current else 1))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        inner = box.adjusted(12, 0, -10, 0)

        def placed(left: int, width: int) -> QRect:
            return QStyle.visualRect(
                option.direction, inner, QRect(inner.left() + left, inner.top(), width, inner.height())
            )

        arrow = placed(inner.width() - 14, 14)
        picture = icons.pixmap("chevron-down", "text2", 14, painter.device().devicePixelRatio())
        painter.drawPixmap(arrow.left(), arrow.center().y() - 6, picture)
        painter.setFont(theme.font())
        painter.setPen(theme.color("text" if line.fate == "known" else "text3"))
        words = painter.fontMetrics().elidedText(line.meaning, Qt.TextElideMode.ElideRight, inner.width() - 22)
        side = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)
        painter.drawText(placed(0, inner.width() - 22), side | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()


class ColumnsView(ListedView):
    """The table of columns; Enter, Space, F2, a letter or a click opens the choice of the line."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the choice, with what was typed."""
        text = event.text()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F2):
            self.open_choice("")
        elif text.isalnum() and plain:
            self.open_choice(text)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the box opens it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == MEANING and event.button() == Qt.MouseButton.LeftButton:
            self.setCurrentIndex(index)
            self.open_choice("")

    def open_choice(self, text: str) -> None:
        """Replaced by the step."""


class ColumnsStep(Step):
    """A line for each column: its name, what stands in it, what it becomes."""

    def __init__(self, flow: ImportFlow, parent: QWidget | None = None) -> None:
        super().__init__(flow, parent)
        self.chips = FilterChips(self)
        self.place = PlaceChoice(flow, self)
        self.model = ListedModel(
            (
                ListedColumn(N_("Column in the file"), lambda line: line.header, width=26, strong=True),
                ListedColumn(N_("First values"), lambda line: line.samples, tone=lambda _line: "text2"),
                ListedColumn(N_("Becomes"), lambda line: line.meaning, width=40),
            )
        )
        self.table = ColumnsView(self.model, "", self)
        self.table.setProperty("framed", "true")
        self.table.setItemDelegateForColumn(MEANING, MeaningDelegate(self.table))
        self.table.open_choice = self.open_choice  # type: ignore[method-assign]
        self.explained = caption()
        self.top = TopLine(self.chips, self.place, self)
        self.body.addWidget(self.top)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.explained)
        self._lines: list[ColumnLine] = []
        self.popup: FieldPopup | None = None
        self.chips.chosen.connect(lambda _code: self._filter())
        flow.columns_changed.connect(self._show)
        self.retranslate()

    @property
    def ready(self) -> bool:
        """Some column means something."""
        return self.flow.source is not None and (not self._lines or any(line.fate == "known" for line in self._lines))

    def first_focus(self) -> QWidget:
        """The table."""
        return self.table

    def enter(self) -> None:
        """Show what was guessed."""
        self._show()
        if not self.table.currentIndex().isValid() and self._lines:
            self.table.setCurrentIndex(self.model.index(0, MEANING))

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.place.retranslate()
        self.table.setAccessibleName(_("Columns of the file"))
        self.model.retranslate()
        self._show()

    def open_choice(self, text: str) -> None:
        """Open the fields for the current line."""
        index = self.table.currentIndex()
        if not index.isValid():
            return
        line: ColumnLine = self.model.row_at(index.row())

        def chosen(code: str) -> None:
            self.flow.choose_column(line.header, code)

        cell = self.table.visualRect(index.siblingAtColumn(MEANING))
        self.popup = FieldPopup(field_groups(self.flow.custom), line.code, chosen, self.window())
        self.popup.search.setText(text)
        self.popup.open_at(self.table.viewport().mapToGlobal(cell.bottomLeft()), cell.width())

    def _show(self) -> None:
        source = self.flow.source
        self._lines = []
        if source is not None and source.kind != "vcf":
            for column, header in enumerate(source.headers):
                code = self.flow.columns.get(header, NOTES)
                title = {NOTES: _("Kept in the notes"), LEFT_OUT: _("Left out")}.get(code)
                meaning = title or field_title(code, self.flow.custom)
                self._lines.append(ColumnLine(header, samples_of(source.rows, column), code, meaning))
        known = sum(line.fate == "known" for line in self._lines)
        notes = sum(line.fate == "notes" for line in self._lines)
        out = len(self._lines) - known - notes
        chips = [Chip("known", ngettext("{count} recognised", "{count} recognised", known).format(count=known), "ok")]
        if notes:
            text = ngettext("{count} to the notes", "{count} to the notes", notes).format(count=notes)
            chips.append(Chip("notes", text, "info"))
        if out:
            chips.append(Chip("out", ngettext("{count} left out", "{count} left out", out).format(count=out), "warn"))
        self.chips.set_chips(chips)
        self.top.arrange()
        self.explained.setText(self._explanation(notes, out))
        self._filter()
        self.ready_changed.emit()

    def _explanation(self, notes: int, out: int) -> str:
        if self.flow.source is not None and not self._lines:
            return _("Contact cards name their own fields; there is nothing to choose here.")
        said = [_("Nothing is lost: columns without a field go to the notes as “Header: value”.")] if notes else []
        if out:
            said.append(_("Columns that are left out are not imported."))
        return " ".join(said)

    def _filter(self) -> None:
        current, row = self.chips.current, self.table.currentIndex().row()
        self.model.show(self._lines, (lambda line: line.fate == current) if current else None)
        self.table.fit()
        if 0 <= row < self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(row, MEANING))
