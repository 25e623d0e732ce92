"""The picture in the head of a card: chosen, pasted or dropped; made small off the GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QImageReader,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desktop_crm.base.errors import CrmError, FileTooLarge, FileUnreadable
from desktop_crm.base.i18n import N_, _
from desktop_crm.services.contact_photos import LARGEST, SIDE, NotAPicture
from desktop_crm.ui import icons, painting
from desktop_crm.ui.painting import Avatar

LARGEST_FILE = 40_000_000  # bytes
MOST_PIXELS = 120_000_000
QUALITY = 88


class TooManyPixels(CrmError):
    """More than can be worked with."""

    text = N_("This picture is too large. Nothing was changed. Make it smaller and try again.")


def shrink(source: Path | QImage) -> bytes:
    """A picture as it is kept: at most 512 px a side, upright, JPEG, or PNG where something shines through."""
    image = source if isinstance(source, QImage) else _read(source)
    if image.isNull():
        raise NotAPicture
    if max(image.width(), image.height()) > SIDE:
        image = image.scaled(SIDE, SIDE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    content = _written(image, "PNG") if image.hasAlphaChannel() else b""
    if not content or len(content) > LARGEST:
        ground = QImage(image.size(), QImage.Format.Format_RGB32)
        ground.fill(Qt.GlobalColor.white)
        painter = QPainter(ground)
        painter.drawImage(0, 0, image)
        painter.end()
        content = _written(ground, "JPEG")
    return content


def _read(path: Path) -> QImage:
    try:
        size = path.stat().st_size
    except OSError:
        raise FileUnreadable(name=path.name) from None
    if size > LARGEST_FILE:
        raise FileTooLarge(name=path.name, limit=f"{LARGEST_FILE // 1_000_000} MB")
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    full = reader.size()
    if full.isValid():
        if full.width() * full.height() > MOST_PIXELS:
            raise TooManyPixels
        if max(full.width(), full.height()) > 2 * SIDE:  # the reader throws most of the pixels away itself
            reader.setScaledSize(full.scaled(QSize(2 * SIDE, 2 * SIDE), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def _written(image: QImage, form: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, form, QUALITY if form == "JPEG" else -1)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


class PhotoAvatar(Avatar):
    """The avatar, or the picture in its shape; a click offers another one."""

    given = Signal(object)  # Path or QImage
    removed = Signal()

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(side, parent)
        self._picture: QPixmap | None = None
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.retranslate()

    def show_picture(self, content: bytes | None) -> None:
        """Show these bytes, or the initials."""
        picture = QPixmap()
        self._picture = picture if content and picture.loadFromData(content) else None
        self.update()

    @property
    def has_picture(self) -> bool:
        """Whether there is one."""
        return self._picture is not None

    def show_menu(self) -> None:
        """Choose, paste, remove."""
        menu = QMenu(self)
        choose = menu.addAction(_("Choose a picture…"))
        icons.dress(choose, "image")
        choose.triggered.connect(self._choose)
        paste = menu.addAction(_("Paste the picture"))
        icons.dress(paste, "copy")
        paste.setEnabled(not QGuiApplication.clipboard().image().isNull())
        paste.triggered.connect(self.paste)
        if self.has_picture:
            remove = menu.addAction(_("Remove the picture"))
            icons.dress(remove, "trash-2")
            remove.triggered.connect(self.removed)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _choose(self) -> None:
        kinds = " ".join(f"*.{bytes(kind.data()).decode()}" for kind in QImageReader.supportedImageFormats())
        name, _kind = QFileDialog.getOpenFileName(self, _("Choose a picture"), "", f"{_('Pictures')} ({kinds})")
        if name:
            self.given.emit(Path(name))

    def paste(self) -> None:
        """The picture on the clipboard, if there is one."""
        image = QGuiApplication.clipboard().image()
        if not image.isNull():
            self.given.emit(image)

    # -- keys, mouse, drops -------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open the menu, Ctrl+V pastes."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.show_menu()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Offer another picture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.show_menu()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One picture, from a folder or from another program."""
        if self._dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take it."""
        dropped = self._dropped(event)
        if dropped is not None:
            event.acceptProposedAction()
            self.given.emit(dropped)

    @staticmethod
    def _dropped(event: QDropEvent) -> Path | QImage | None:
        mime = event.mimeData()
        paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        if len(paths) == 1 and QImageReader.imageFormat(str(paths[0])):
            return paths[0]
        return QImage(mime.imageData()) if mime.hasImage() and not paths else None

    def paintEvent(self, event: object) -> None:
        """The picture cut to the avatar's shape."""
        if self._picture is None:
            super().paintEvent(event)
        painter = QPainter(self)
        if self._picture is not None:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            shape = QPainterPath()
            if self._person:
                shape.addEllipse(QRectF(self.rect()))
            else:
                shape.addRoundedRect(QRectF(self.rect()), self.width() / 5, self.width() / 5)
            painter.setClipPath(shape)
            side = min(self._picture.width(), self._picture.height())
            cut = QRectF(0, 0, side, side)
            cut.moveCenter(QRectF(self._picture.rect()).center())
            painter.drawPixmap(QRectF(self.rect()), self._picture, cut)
            painter.setClipping(False)
        if self.hasFocus():
            painting.focus_ring(painter, self.rect(), self.width() / (2 if self._person else 5))
        painter.end()

    def retranslate(self) -> None:
        """Words of now."""
        self.setAccessibleName(_("Picture"))
        self.setToolTip(_("Click, paste or drop to change the picture"))
