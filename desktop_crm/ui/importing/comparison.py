"""A row beside what it looks like: field by field, and what speaks for one contact and against it."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.services.importing import Comparison
from desktop_crm.ui import icons, theme
from desktop_crm.ui.labels import caption, see_through
from desktop_crm.ui.theme import px

HEIGHT = 176
REASONS = 5


class ComparisonPane(QFrame):
    """Three columns: field, in the file, there already; at the end the reasons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._inner = QWidget()
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._inner)
        see_through(self._area)
        self._box = QHBoxLayout(self._inner)
        self._box.setContentsMargins(px(16), px(12), px(16), px(12))
        self._box.setSpacing(px(24))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self._area)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.shown: Comparison | None = None
        self.hide()

    def sizeHint(self) -> QSize:
        """Eight lines."""
        return QSize(400, theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Four lines, where room is short."""
        return QSize(200, theme.px(HEIGHT) // 2)

    def show_comparison(self, found: Comparison | None) -> None:
        """Show it; nothing to compare = gone."""
        if found == self.shown:
            return
        self.shown = found
        while (item := self._box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.setVisible(found is not None)
        if found is not None:
            self._box.addWidget(_fields(found), 3)
            self._box.addWidget(_reasons(found), 2)
            self._area.setAccessibleName(_("The row beside what it looks like"))


def _words(text: str, kind: str, *, strong: bool = False) -> QLabel:
    label = caption(text, kind="strong" if strong else kind)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
    return label


def _fields(found: Comparison) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(px(16))
    grid.setVerticalSpacing(px(4))
    theirs = _("Row {row}").format(row=found.other_row) if found.other_row else _("The contact you have")
    for column, text in enumerate(("", _("Row {row}").format(row=found.row), theirs)):
        grid.addWidget(caption(text, kind="section"), 0, column)
    for line, field in enumerate(found.fields, 1):
        grid.addWidget(_words(field.title, "caption"), line, 0)
        grid.addWidget(_words(field.mine or "—", "secondary", strong=not field.same and bool(field.mine)), line, 1)
        grid.addWidget(_words(field.theirs or "—", "secondary"), line, 2)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)
    grid.setRowStretch(len(found.fields) + 1, 1)
    return made


def _reasons(found: Comparison) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(px(8))
    grid.setVerticalSpacing(px(4))
    grid.addWidget(caption(_("Why they look alike"), kind="section"), 0, 0, 1, 2)
    line = _add(grid, 1, found.speaks_for[:REASONS], "check", "ok")
    against = [_("Against: {reason}").format(reason=sentence) for sentence in found.speaks_against[:REASONS]]
    line = _add(grid, line, against, "minus", "bad")
    grid.setColumnStretch(1, 1)
    grid.setRowStretch(line, 1)
    return made


def _add(grid: QGridLayout, line: int, sentences: Sequence[str], icon: str, tone: str) -> int:
    for sentence in sentences:
        picture = QLabel()
        picture.setPixmap(icons.pixmap(icon, tone, icons.NORMAL, picture.devicePixelRatioF()))
        grid.addWidget(picture, line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_words(sentence, "secondary"), line, 1)
        line += 1
    return line
