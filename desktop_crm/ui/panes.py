"""F6 goes from pane to pane: navigation, list, card; each keeps where the keyboard was in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow


def _panes(window: MainWindow) -> list[QWidget]:
    page = window.page
    if page is None:
        return [window.navigation]
    parts = [split.widget(number) for split in page.findChildren(QSplitter) for number in range(split.count())]
    seen = [part for part in parts if part is not None and part.isVisible()]
    return [window.navigation, *(seen or [page])]


def _entrance(pane: QWidget) -> QWidget | None:
    """Where the keyboard was in it last, else its first control."""
    last = pane.focusWidget()
    if last is not None and last.isVisible() and last.isEnabled():
        return last
    one = pane.nextInFocusChain()
    while one is not None and one is not pane:
        reached = bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus) and one.isVisible() and one.isEnabled()
        if reached and pane.isAncestorOf(one):
            return one
        one = one.nextInFocusChain()
    return None


def go_to_pane(window: MainWindow, step: int) -> None:
    """The next (1) or the one before (-1); panes without a control are passed over."""
    panes = _panes(window)
    focused = QApplication.focusWidget()
    now = next((n for n, pane in enumerate(panes) if focused and (pane is focused or pane.isAncestorOf(focused))), None)
    start = now if now is not None else (0 if step > 0 else 1)
    for number in range(1, len(panes) + 1):
        entrance = _entrance(panes[(start + step * number) % len(panes)])
        if entrance is not None:
            entrance.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
