"""Fields that are read like text and edited in place; they save by themselves when they are left."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.ui import icons, painting
from desktop_crm.ui.buttons import name, tool_button
from desktop_crm.ui.inputs import Input, InputWidget
from desktop_crm.ui.notices import announce
from desktop_crm.ui.theme import color, px

SAVED_MS = 2500
Values = Mapping[str, str]
Done = Callable[[str], None]  # called with "" when saved, else with the sentence that says why not


@dataclass(frozen=True)
class Line:
    """One field as the card shows it, and how it is changed."""

    key: str  # stays the same for the same field or row
    icon: str
    value: str
    caption: str
    inputs: tuple[Input, ...] = ()
    save: Callable[[Values, Done], None] | None = field(default=None, compare=False)  # only what was changed
    remove: Callable[[Done], None] | None = field(default=None, compare=False)
    link: str = ""  # tel:, mailto:, https:, contact:<id>
    tone: str = ""  # of the caption: warn, bad
    tip: str = ""
    tabular: bool = False


class FieldRow(QFrame):
    """One line: reads as text; a click, Enter or F2 edits it, leaving it saves."""

    link_opened = Signal(str)
    editing_ended = Signal(bool)  # saved
    saved = Signal(str)  # key

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = Line("", "", "", "")
        self.editor: Editor | None = None
        self._hovered = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self._icon = QLabel()
        self._icon.setFixedWidth(px(icons.NORMAL))
        self._icon.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self.value = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.value.setMinimumWidth(px(40))
        self.caption = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.caption.setProperty("type", "caption")
        self.caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._copy = tool_button("copy", self.copy)
        self._copy.setParent(self)
        self._copy.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._copy.setObjectName("small")
        self._copy.hide()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(px(8), px(4), px(8), px(4))
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._icon, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self.value, 0, 1)
        self._grid.addWidget(self.caption, 1, 1)
        self._timer = QTimer(self, singleShot=True, interval=SAVED_MS)
        self._timer.timeout.connect(self._say_caption)

    # -- reading ----------------------------------------------------------------------------------------------------

    def show_line(self, line: Line) -> None:
        """Read as *line*."""
        same = self.line.key == line.key
        self.line = line
        if not same:
            self._timer.stop()
        self.value.setText(breakable(line.value))
        self._set(self.value, "linked", "true" if line.link else "")
        self._set(self.value, "figures", "true" if line.tabular else "")
        self.value.setVisible(bool(line.value))
        for label in (self.value, self.caption):
            label.setAlignment(painting.leading(self.layoutDirection()))
        self.setToolTip(line.tip)
        self.setAccessibleName(f"{line.caption}: {line.value}" if line.value else line.caption)
        self.setCursor(Qt.CursorShape.IBeamCursor if line.inputs else Qt.CursorShape.ArrowCursor)
        self._copy.setProperty("tip", "")
        name(self._copy, _("Copy “{value}”").format(value=line.value.split("\n")[0][:60]))
        self._draw_icon()
        if not self._timer.isActive():
            self._say_caption()

    def _say_caption(self) -> None:
        self._set(self.caption, "tone", self.line.tone)
        self.caption.setText(self.line.caption)
        self.caption.setVisible(bool(self.line.caption))

    def flash_saved(self) -> None:
        """“Saved” under the value for a moment."""
        self._set(self.caption, "tone", "ok")
        self.caption.setText(_("Saved"))
        self.caption.show()
        self._timer.start()
        announce(self, _("Saved"))

    def _draw_icon(self) -> None:
        self._icon.setPixmap(icons.pixmap(self.line.icon, "text2", icons.NORMAL, self.devicePixelRatioF()))

    @staticmethod
    def _set(label: QLabel, prop: str, value: str) -> None:
        if (label.property(prop) or "") != value:
            label.setProperty(prop, value)
            label.style().unpolish(label)
            label.style().polish(label)

    def copy(self) -> None:
        """The value onto the clipboard."""
        QGuiApplication.clipboard().setText(self.line.value)
        announce(self, _("Copied"))

    # -- editing ----------------------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Open the editor in place of the text."""
        if self.editor is not None or not self.line.inputs or self.line.save is None:
            return
        self.value.hide()
        self.caption.hide()
        self._copy.hide()
        self.editor = Editor(self.line, self)
        self.editor.ended.connect(self._ended)
        self._grid.addWidget(self.editor, 0, 1, 2, 1)
        self.setFocusProxy(self.editor.first)
        self.editor.begin()

    def _ended(self, saved: bool, back: bool) -> None:
        editor, self.editor = self.editor, None
        self.setFocusProxy(None)  # type: ignore[arg-type]
        if editor is not None:
            self._grid.removeWidget(editor)
            editor.hide()
            editor.deleteLater()
        self.show_line(self.line)
        if back:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        if saved:
            self.flash_saved()
            self.saved.emit(self.line.key)
        self.editing_ended.emit(saved)

    def leave(self) -> None:
        """Save what is being typed."""
        if self.editor is not None:
            self.editor.save(back=False)

    # -- keys and mouse -----------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """F2 and Ctrl+C are meant for this line, Del is not meant for the whole contact."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.editor is None:
            own = event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Delete)
            if own or event.matches(QKeySequence.StandardKey.Copy):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and F2 edit, Space opens a link, Ctrl+C copies."""
        if self.editor is None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.edit()
        elif self.editor is None and event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif self.editor is None and event.key() == Qt.Key.Key_Space and self.line.link:
            self.link_opened.emit(self.line.link)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """On the linked text: open it; beside it: edit."""
        if self.editor is not None or event.button() != Qt.MouseButton.LeftButton:
            return
        if self.line.link and self._over_text(event.position().toPoint()):
            self.link_opened.emit(self.line.link)
        else:
            self.edit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over links."""
        if self.editor is None:
            linked = bool(self.line.link) and self._over_text(event.position().toPoint())
            shape = Qt.CursorShape.IBeamCursor if self.line.inputs else Qt.CursorShape.ArrowCursor
            self.setCursor(Qt.CursorShape.PointingHandCursor if linked else shape)

    def _over_text(self, point: QPoint) -> bool:
        inside = self.value.geometry()
        wide = self.value.fontMetrics().boundingRect(inside, int(Qt.TextFlag.TextWordWrap), self.value.text()).width()
        x = point.x() - inside.x()
        if self.isRightToLeft():
            x = inside.right() - point.x()
        return inside.top() <= point.y() <= inside.bottom() and 0 <= x <= wide

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be edited and copied."""
        self._hovered = True
        if self.editor is None and self.line.value:
            x = px(4) if self.isRightToLeft() else self.width() - px(28)
            self._copy.setGeometry(x, px(4), px(24), px(24))
            self._copy.show()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """As before."""
        self._hovered = False
        self._copy.hide()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A soft ground under the mouse, a ring with the keyboard."""
        painter = QPainter(self)
        if self._hovered and self.editor is None:
            painting.filled(painter, self.rect(), color("hover"), 6)
        if self.hasFocus() and self.editor is None:
            painting.focus_ring(painter, self.rect(), 6)

    def changeEvent(self, event: QEvent) -> None:
        """The icon follows the theme."""
        if event.type() == QEvent.Type.PaletteChange and self.line.icon:
            self._draw_icon()
        super().changeEvent(event)


class Editor(QWidget):
    """The inputs of one line. Enter or leaving saves, Esc does not; a refusal keeps what was typed."""

    ended = Signal(bool, bool)  # saved, focus goes back to the line

    def __init__(self, line: Line, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = line
        self._saving = False
        self._over = False
        self.widgets = [InputWidget(item, self) for item in line.inputs]
        self.remove = QToolButton(self)
        icons.dress(self.remove, "trash-2", "bad")
        name(self.remove, _("Remove"))
        self.remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.remove.setVisible(line.remove is not None)
        self.remove.clicked.connect(self._remove)
        self.problem = QLabel(wordWrap=True)
        self.problem.setProperty("type", "caption")
        self.problem.setProperty("tone", "bad")
        self.problem.hide()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(px(4))
        grid.setColumnStretch(0, 1)
        for number, widget in enumerate(self.widgets):
            grid.addWidget(widget, number, 0)
        if line.remove is not None:
            grid.addWidget(self.remove, 0, 1, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, px(4))
        layout.setSpacing(px(4))
        layout.addLayout(grid)
        layout.addWidget(self.problem)

    @property
    def first(self) -> QWidget:
        """Where typing begins."""
        return self.widgets[0].control

    def begin(self) -> None:
        """Take the keyboard; watch where it goes."""
        self.show()
        self.widgets[0].begin()
        for widget in self.widgets:
            widget.control.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_went)

    def _focus_went(self, before: QWidget | None, now: QWidget | None) -> None:
        if self._over or self._saving or now is None or not self.isVisible():
            return
        if now is self or self.isAncestorOf(now) or now.window() is not self.window():
            return  # still here, or in a popup of ours
        self.save(back=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter saves, Esc leaves, Ctrl+Enter saves also in long texts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            return False
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape:
            self._end(saved=False, back=True)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if control or not any(widget.control is watched and widget.many_lines for widget in self.widgets):
                self.save(back=True)
                return True
        return False

    def values(self) -> dict[str, str]:
        """What was changed."""
        return {widget.input.name: widget.text() for widget in self.widgets if widget.text() != widget.input.value}

    def save(self, *, back: bool) -> None:
        """Hand the changes over; the editor closes when they are kept."""
        if self._saving or self._over:
            return
        changed = self.values()
        if not changed:
            self._end(saved=False, back=back)
            return
        self._saving = True
        if self.line.remove is not None and not any(widget.text() for widget in self.widgets if widget.is_content):
            self.line.remove(lambda problem: self._answered(problem, back=back))
        elif self.line.save is not None:
            self.line.save(changed, lambda problem: self._answered(problem, back=back))

    def _remove(self) -> None:
        if not self._saving and self.line.remove is not None:
            self._saving = True
            self.line.remove(lambda problem: self._answered(problem, back=True))

    def _answered(self, problem: str, *, back: bool) -> None:
        self._saving = False
        if not problem:
            self._end(saved=True, back=back)
            return
        for widget in self.widgets:
            widget.mark_wrong()
        self.problem.setText(problem)
        self.problem.show()
        announce(self, problem)
        self.widgets[0].control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end(self, *, saved: bool, back: bool) -> None:
        if not self._over:
            self._over = True
            application = QApplication.instance()
            if isinstance(application, QApplication):
                application.focusChanged.disconnect(self._focus_went)
            self.ended.emit(saved, back)


def breakable(text: str) -> str:
    """Long addresses may go on in the next line after their marks."""
    if " " in text or len(text) < 24:
        return text
    return "".join(f"{char}\u200b" if char in "@._-/" else char for char in text)


def joined(parts: Sequence[str], mark: str = " · ") -> str:
    """The parts that are there."""
    return mark.join(part for part in parts if part)
