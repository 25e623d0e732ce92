"""Filling many widgets at once without a layout and a painting for each of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtWidgets import QWidget


@contextmanager
def laid_out_once(boxes: Sequence[QWidget]) -> Iterator[None]:
    """What is shown, hidden and filled inside *boxes*, the outermost first, finds its place when all is done.

    Qt else activates every layout up to the window each time a child is shown.
    """
    layouts = [layout for box in boxes if (layout := box.layout()) is not None]
    boxes[0].setUpdatesEnabled(False)
    for layout in layouts:
        layout.setEnabled(False)
    try:
        yield
    finally:
        for layout in layouts:
            layout.setEnabled(True)
        boxes[0].setUpdatesEnabled(True)
