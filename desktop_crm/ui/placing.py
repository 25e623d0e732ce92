"""Filling many widgets at once without a layout and a painting for each of them; where a window was."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_crm.ui.turns import APART_MS


@contextmanager
def laid_out_once(boxes: Sequence[QWidget]) -> Iterator[None]:
    """What is shown, hidden and filled inside *boxes*, the outermost first, finds its place when all is done.

    Qt else activates every layout up to the window each time a child is shown. It is painted in the next turn of the
    event loop, so that filling and painting together hold nobody up.
    """
    layouts = [layout for box in boxes if (layout := box.layout()) is not None]
    painted_later(boxes[0])
    for layout in layouts:
        layout.setEnabled(False)
    try:
        yield
    finally:
        for layout in layouts:
            layout.setEnabled(True)


def painted_later(widget: QWidget) -> None:
    """What is done to *widget* now is painted in the next turn of the event loop."""
    widget.setUpdatesEnabled(False)
    QTimer.singleShot(APART_MS, widget, partial(widget.setUpdatesEnabled, True))


def kept_geometry(window: QWidget) -> str:
    """Place and size of *window*, to be kept."""
    return bytes(window.saveGeometry().toBase64().data()).decode()


def restore_geometry(window: QWidget, kept: str) -> None:
    """Where it was, as long as some screen shows enough of it."""
    if not (kept and window.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
        window.resize(1440, 900)
    frame = window.frameGeometry()
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    if screens and not any(
        screen.intersected(frame).width() > 100 and screen.intersected(frame).height() > 60 for screen in screens
    ):
        window.move(screens[0].topLeft())
