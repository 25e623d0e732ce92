"""What tests of the look measure: colours of real pixels, and words that have no room."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView, QAbstractSpinBox)
SCALE = 3  # strokes of letters are thick enough to have pixels of the ink alone
_ROOT = QModelIndex()
_TAGS = re.compile(r"<[^>]+>")


# -- colours -----------------------------------------------------------------------------------------------------------


def luminance(rgb: int) -> float:
    """Relative luminance (WCAG 2.1) of 0xRRGGBB."""
    parts = [((rgb >> shift) & 0xFF) / 255 for shift in (16, 8, 0)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: int, other: int) -> float:
    """Contrast of two colours, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def picture(widget: QWidget) -> QImage:
    """*widget* as it is drawn, three times as large."""
    image = QImage(widget.size() * SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SCALE)
    image.fill(Qt.GlobalColor.magenta)
    painter = QPainter(image)
    widget.render(painter, QPoint())
    painter.end()
    return image


def solid_colours(image: QImage, area: QRect) -> Counter[int]:
    """Colours that fill at least 2 × 3 pixels in *area* (of the widget): inks and grounds, not blurred edges."""
    pixels = memoryview(image.constBits()).cast("I")
    wide = image.bytesPerLine() // 4
    left, right = max(0, area.left() * SCALE), min(image.width(), (area.right() + 1) * SCALE)
    top, bottom = max(0, area.top() * SCALE), min(image.height(), (area.bottom() + 1) * SCALE)
    found: Counter[int] = Counter()
    for y in range(top, bottom - 1, 2):
        line, below = pixels[y * wide + left : y * wide + right], pixels[(y + 1) * wide + left : (y + 1) * wide + right]
        for x in range(0, len(line) - 2, 2):
            value = line[x]
            if value == line[x + 1] == line[x + 2] == below[x] == below[x + 1] == below[x + 2]:
                found[value & 0xFFFFFF] += 1
    return found


def words_contrast(image: QImage, area: QRect) -> float:
    """Contrast of what stands out most in *area* with its ground; 21 where nothing does."""
    found = solid_colours(image, area)
    if len(found) < 2:
        return 21.0
    ground = found.most_common(1)[0][0]
    return max(contrast(colour, ground) for colour in found if colour != ground)


# -- words -------------------------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """Words without marks."""
    return _TAGS.sub("", text).replace("&&", "\0").replace("&", "").replace("\0", "&")


def shown(root: QWidget) -> Iterator[QWidget]:
    """All that is visible in *root*."""
    for widget in root.findChildren(QWidget):
        if widget.isVisibleTo(root) and widget.isVisible() and not widget.visibleRegion().isEmpty():
            yield widget


def cut_words(root: QWidget) -> list[str]:
    """Labels, buttons, boxes and headers whose words have no room."""
    found = []
    for widget in shown(root):
        room = _room(widget)
        if room is not None and room < 0:
            name = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
            found.append(f"{type(widget).__name__} “{name}” lacks {-room} px")
        if isinstance(widget, QHeaderView) and widget.orientation() == Qt.Orientation.Horizontal:
            found += _cut_titles(widget)
    return found


def _room(widget: QWidget) -> int | None:
    """Pixels left beside the words; ``None`` where there are none."""
    if isinstance(widget, QLabel) and widget.text() and type(widget) is QLabel:
        if widget.wordWrap():
            return widget.height() + 2 - widget.heightForWidth(widget.width())
        return widget.width() + 1 - widget.sizeHint().width()
    if isinstance(widget, QAbstractButton) and widget.text() and widget.parent() is not None:
        return widget.width() + 1 - widget.sizeHint().width()
    if type(widget) is QLineEdit and not widget.text() and "⟦" not in widget.placeholderText():  # no path, no long hint
        return widget.width() - 8 - widget.fontMetrics().horizontalAdvance(widget.placeholderText())
    if isinstance(widget, QComboBox) and widget.currentText():
        return widget.width() - 30 - widget.fontMetrics().horizontalAdvance(widget.currentText())
    return None


def _cut_titles(header: QHeaderView) -> list[str]:
    found = []
    for number in range(header.count()):
        lacks = header.sectionSizeHint(number) - header.sectionSize(number)
        if not header.isSectionHidden(number) and lacks > 1:
            title = header.model().headerData(number, Qt.Orientation.Horizontal)
            found.append(f"title “{title}” lacks {lacks} px")
    return found


def all_words(root: QWidget) -> set[str]:
    """Everything that can be read in *root*: labels, buttons, tips, placeholders, cells, titles, menus, names."""
    found: set[str] = set()
    for widget in shown(root):
        found |= {widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()}
        if isinstance(widget, QLabel | QAbstractButton):
            found.add(widget.text())
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            found.add(widget.placeholderText())
        if isinstance(widget, QComboBox):
            found |= {widget.itemText(number) for number in range(widget.count())}
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            model = widget.model()
            columns = range(model.columnCount(_ROOT) if isinstance(widget, QTableView) else 1)
            for row in range(min(20, model.rowCount(_ROOT))):
                found |= {str(model.index(row, column).data() or "") for column in columns}
            for column in columns if len(columns) > 1 else ():
                found.add(str(model.headerData(column, Qt.Orientation.Horizontal) or ""))
    return {plain(text) for text in found if text}


# -- names and keys ----------------------------------------------------------------------------------------------------


def is_inner(widget: QWidget) -> bool:
    """Parts that Qt makes inside its own controls."""
    return (
        isinstance(widget, QHeaderView)
        or isinstance(widget.parent(), QComboBox | QAbstractSpinBox | QLineEdit)
        or widget.objectName().startswith("qt_")
    )


def unnamed(root: QWidget) -> list[str]:
    """Visible controls without a name for the screen reader; a placeholder is not a name."""
    found = []
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, CONTROLS) or not widget.isVisibleTo(root) or is_inner(widget):
            continue
        words = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (widget.accessibleName() or words):
            found.append(f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}")
    return found


def wants_keys(root: QWidget) -> set[QWidget]:
    """Visible, enabled controls that take the keyboard."""
    return {
        widget
        for widget in root.findChildren(QWidget)
        if isinstance(widget, CONTROLS)
        and widget.isVisible()
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.focusProxy() is None
        and not is_inner(widget)
    }
