"""Fields that are read like text and edited in place; they save by themselves when they are left."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from desktop_crm.base.i18n import N_, _
from desktop_crm.ui import icons, painting
from desktop_crm.ui.buttons import name, tool_button
from desktop_crm.ui.editor import Deed, Editor, Line
from desktop_crm.ui.notices import announce
from desktop_crm.ui.theme import color, px

SAVED_MS = 2500
TOLD_MS = 8000
LINK_WORDS = {
    "tel": N_("Call"), "mailto": N_("Write an e-mail"), "contact": N_("Open"), "https": N_("Open"), "http": N_("Open"),
}  # fmt: skip


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
        self._buttons: tuple[QToolButton, ...] = ()  # made when they are wanted: few lines are ever pointed at
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(px(8), px(4), px(8), px(4))
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._icon, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self.value, 0, 1)
        self._grid.addWidget(self.caption, 1, 1)
        self._timer = QTimer(self, singleShot=True)
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
        self.setAccessibleName(": ".join(filter(None, (line.caption, line.value))))
        self.setCursor(Qt.CursorShape.IBeamCursor if line.inputs else Qt.CursorShape.ArrowCursor)
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
        self._timer.start(SAVED_MS)
        announce(self, _("Saved"))

    def tell(self, sentence: str) -> None:
        """Why something was not done, under the value for a while."""
        self._set(self.caption, "tone", "bad")
        self.caption.setText(sentence)
        self.caption.show()
        self._timer.start(TOLD_MS)
        announce(self, sentence)

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

    # -- menu -------------------------------------------------------------------------------------------------------

    def show_menu(self, place: QPoint | None = None) -> None:
        """Everything that can be done with the line."""
        if self.editor is not None:
            return
        menu = QMenu(self)
        words = LINK_WORDS.get(self.line.link.split(":")[0], "")
        if words:
            self._entry(menu, "link", _(words), lambda: self.link_opened.emit(self.line.link))
        if self.line.value:
            self._entry(menu, "copy", _("Copy"), self.copy)
        if self.line.inputs and self.line.save is not None:
            self._entry(menu, "pencil", _("Change"), self.edit)
        if self.line.deeds:
            menu.addSeparator()
        for deed in self.line.deeds:
            self._entry(menu, deed.icon, deed.words, self._doer(deed))
        if self.line.remove is not None:
            menu.addSeparator()
            self._entry(menu, "trash-2", _("Remove"), self._doer(Deed("", "", self.line.remove)))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place or self.mapToGlobal(QPoint(self.width() // 2, self.height())))

    @staticmethod
    def _entry(menu: QMenu, icon: str, words: str, chosen: Callable[[], object]) -> None:
        action = menu.addAction(words)
        icons.dress(action, icon)
        action.triggered.connect(lambda: chosen())

    def _doer(self, deed: Deed) -> Callable[[], None]:
        def answered(problem: str, clashes: object = ()) -> None:
            if problem:
                self.tell(problem)

        return lambda: deed.do(answered)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By mouse, by the menu key, by Shift+F10."""
        mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        self.show_menu(event.globalPos() if mouse else None)

    # -- editing ----------------------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Open the editor in place of the text."""
        if self.editor is not None or not self.line.inputs or self.line.save is None:
            return
        self.value.hide()
        self.caption.hide()
        self._hide_buttons()
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
            self._show_buttons()
        self.update()

    def _show_buttons(self) -> None:
        if not self._buttons:
            self._buttons = (tool_button("ellipsis", self.show_menu), tool_button("copy", self.copy))
            for button in self._buttons:
                button.setParent(self)
                button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                button.setObjectName("small")
        line, (more, copy) = self.line, self._buttons
        name(more, _("More: {what}").format(what=line.caption.split("\n")[0][:60] or line.value[:60]))
        name(copy, _("Copy “{value}”").format(value=line.value.split("\n")[0][:60]))
        for place, button in enumerate(self._buttons):
            aside = px(4) + place * px(26)
            x = aside if self.isRightToLeft() else self.width() - aside - px(24)
            button.setGeometry(x, px(4), px(24), px(24))
            button.show()

    def leaveEvent(self, event: QEvent) -> None:
        """As before."""
        self._hovered = False
        self._hide_buttons()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A soft ground under the mouse, a ring with the keyboard."""
        painter = QPainter(self)
        if self._hovered and self.editor is None:
            painting.filled(painter, self.rect(), color("hover"), 6)
        if self.hasFocus() and self.editor is None:
            painting.focus_ring(painter, self.rect(), 6)

    def _hide_buttons(self) -> None:
        for button in self._buttons:
            button.hide()

    def changeEvent(self, event: QEvent) -> None:
        """The icon follows the theme."""
        if event.type() == QEvent.Type.PaletteChange and self.line.icon:
            self._draw_icon()
        super().changeEvent(event)


def breakable(text: str) -> str:
    """Long addresses may go on in the next line after their marks."""
    if " " in text or len(text) < 24:
        return text
    return "".join(f"{char}\u200b" if char in "@._-/" else char for char in text)


def joined(parts: Sequence[str], mark: str = " · ") -> str:
    """The parts that are there."""
    return mark.join(part for part in parts if part)
