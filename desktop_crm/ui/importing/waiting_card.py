"""One row that waits, with its cells to correct; or what can be done with many at once."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _, ngettext
from desktop_crm.services.importing import WaitingRow
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.chips import FlowLayout
from desktop_crm.ui.counts import count_text
from desktop_crm.ui.labels import caption, see_through
from desktop_crm.ui.theme import px

Taken = Callable[[str, Mapping[str, str] | None], None]


class WaitingCard(QFrame):
    """Reason, cells, and the ways on."""

    def __init__(self, taken: Taken, dropped: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._taken = taken
        self._rows: Sequence[WaitingRow] = ()
        self.title = QLabel()
        self.title.setProperty("type", "strong")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.reason = caption()
        self.as_new = Button("user-plus", "primary", lambda: self._take("create"))
        self.merge = Button("user-check", "", lambda: self._take("update"))
        self.drop = Button("x", "quiet", dropped)
        self.cells: dict[str, QLineEdit] = {}
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        buttons = QWidget()
        flow = FlowLayout(buttons, 8)
        for button in (self.as_new, self.merge, self.drop):
            flow.addWidget(button)
        policy = buttons.sizePolicy()
        policy.setHeightForWidth(True)
        buttons.setSizePolicy(policy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(16), px(16), px(16))
        layout.setSpacing(px(12))
        layout.addWidget(self.title)
        layout.addWidget(self.reason)
        layout.addWidget(self._area, 1)
        layout.addWidget(buttons)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.drop.setText(_("Leave out"))
        self._say()

    def focus_first(self) -> None:
        """Begin to correct."""
        first = next(iter(self.cells.values()), None)
        (first or self.as_new).setFocus()

    def show_rows(self, rows: Sequence[WaitingRow]) -> None:
        """Show the chosen rows; what is being typed into the one shown stays."""
        if [(row.id, row.version) for row in rows] == [(row.id, row.version) for row in self._rows]:
            return
        self._rows = rows
        self._area.setWidget(self._form(rows[0]) if len(rows) == 1 else QWidget())
        see_through(self._area)
        if len(rows) != 1:
            self.cells = {}
        self._say()

    def _form(self, row: WaitingRow) -> QWidget:
        form = QWidget()
        grid = QGridLayout(form)
        grid.setContentsMargins(px(2), px(2), px(8), px(2))
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(8))
        self.cells = {}
        for line, header in enumerate(dict.fromkeys((*row.columns, *row.cells))):
            edit = QLineEdit(row.cells.get(header, ""))
            edit.setCursorPosition(0)
            edit.setAccessibleName(header)
            edit.returnPressed.connect(lambda: self._take("create"))
            name = caption(header)
            name.setMaximumWidth(px(140))
            grid.addWidget(name, line, 0)
            grid.addWidget(edit, line, 1)
            self.cells[header] = edit
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(self.cells), 1)
        return form

    def _take(self, way: str) -> None:
        if len(self._rows) != 1:
            self._taken(way, None)
            return
        row = self._rows[0]
        cells = {name: edit.text() for name, edit in self.cells.items() if edit.text() != row.cells.get(name, "")}
        nobody = way == "create" and not row.reason.code.startswith("looks_like")
        self._taken("hold" if nobody else way, cells)

    def _say(self) -> None:
        count = len(self._rows)
        self.setVisible(count > 0)
        if not count:
            return
        one = self._rows[0] if count == 1 else None
        many = ngettext("{count} row chosen", "{count} rows chosen", count).format(count=count_text(count))
        self.title.setText(_("Row {row} of “{name}”").format(row=one.row, name=one.file_name) if one else many)
        self.reason.setText(
            f"{one.reason.sentence}." if one else _("Every row is dealt with in the same way; one undo takes it back.")
        )
        alike = [row for row in self._rows if row.reason.code.startswith("looks_like")]
        if one is not None:
            self.as_new.setText(_("Take as a new contact") if alike else _("Take it"))
            name = one.match_name
            self.merge.setText(
                _("Merge into “{name}”").format(name=name) if name else _("Merge into what it looks like")
            )
        else:
            self.as_new.setText(_("Take all as new"))
            self.merge.setText(_("Merge into what they look like"))
        self.merge.setVisible(bool(alike))
        self.merge.setEnabled(bool(alike))
