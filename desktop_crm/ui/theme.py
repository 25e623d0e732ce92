"""Colours, type and measures, light and dark, and the one place that puts them on the application.

Everything that paints asks here: :func:`color`, :func:`font`, :func:`px`, :func:`avatar_colors`. Pages never hold a
colour of their own. Status is never told by colour alone.
"""

import sys
import zlib
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from desktop_crm.base import paths
from desktop_crm.ui.style_sheet import style_sheet
from desktop_crm.ui.tokens import DARK, LIGHT, Tokens

MODES = ("system", "light", "dark")
BODY, SECONDARY, CAPTION, TITLE, FIGURE = 14, 13, 12, 20, 28
REGULAR, MEDIUM, SEMIBOLD = QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold

# the size at which each desktop ships; a user who asks for more gets everything larger
_USUAL_POINTS = {"win32": 9.0, "darwin": 13.0}.get(sys.platform, 10.0)
# what Qt answers where the desktop names no font of its own
_NO_FONT_OF_ITS_OWN = {"", "Sans Serif", "Sans", "DejaVu Sans", "MS Shell Dlg 2", "Arial", "helvetica"}
BUNDLED = "Inter"


class Theme(QObject):
    """The look in force; one for the application."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.mode = "system"
        self.compact = False
        self.tokens = LIGHT
        self.scale = 1.0
        self.family = ""
        self._started = False

    def start(self, mode: str = "system", *, compact: bool = False, bundled_font: bool = False) -> None:
        """Put the look on the application; *bundled_font*: the same letters on every computer (pictures)."""
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            raise RuntimeError("the theme needs a QApplication")
        self.mode, self.compact = mode, compact
        if not self._started:
            self._started = True
            application.setStyle(QStyleFactory.create("Fusion"))
            application.styleHints().colorSchemeChanged.connect(self._follow)
            self._choose_font(bundled=bundled_font)
        self._put_on(application)

    def use(self, mode: str | None = None, *, compact: bool | None = None) -> None:
        """Change the mode or the density at once."""
        self.mode = self.mode if mode is None else mode
        self.compact = self.compact if compact is None else compact
        application = QApplication.instance()
        if self._started and isinstance(application, QApplication):
            self._put_on(application)

    @property
    def dark(self) -> bool:
        """Whether the dark colours are in force."""
        return self.tokens is DARK

    def _choose_font(self, *, bundled: bool) -> None:
        system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        points = system.pointSizeF()
        has_own = system.family() not in _NO_FONT_OF_ITS_OWN
        if bundled or not has_own:
            for file in sorted((paths.resources_folder() / "fonts").glob("*.ttf")):
                QFontDatabase.addApplicationFont(str(file))
            self.family = BUNDLED
        else:
            self.family = system.family()
        if has_own and points > 0 and not bundled:
            self.scale = min(2.0, max(1.0, points / _USUAL_POINTS))

    def _follow(self) -> None:
        if self.mode == "system":
            self.use()

    def _put_on(self, application: QApplication) -> None:
        hints = application.styleHints()
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        wanted = schemes.get(self.mode, Qt.ColorScheme.Unknown)
        if self.mode == "system":
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(wanted)  # native parts follow; on bare X11 it does nothing
        dark = self.mode == "dark" or (self.mode == "system" and hints.colorScheme() == Qt.ColorScheme.Dark)
        self.tokens = DARK if dark else LIGHT
        color.cache_clear()
        font.cache_clear()
        px.cache_clear()
        application.setPalette(_palette(self.tokens))
        application.setFont(font(BODY))
        application.setStyleSheet(style_sheet(self.tokens, px))
        self.changed.emit()


_theme: Theme | None = None


def theme() -> Theme:
    """The theme of this application."""
    global _theme
    if _theme is None:
        _theme = Theme()
    return _theme


@cache
def color(token: str) -> QColor:
    """The colour of *token* now."""
    return QColor(getattr(theme().tokens, token))


@cache
def font(size: int = BODY, weight: QFont.Weight = REGULAR, *, tabular: bool = False) -> QFont:
    """The interface font at *size* px of the design, scaled with the user's font size."""
    made = QFont()
    family = theme().family
    made.setFamilies([family, BUNDLED] if family and family != BUNDLED else [BUNDLED])
    made.setPixelSize(px(size))
    made.setWeight(weight)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


@cache
def px(size: int) -> int:
    """*size* px of the design, scaled with the user's font size."""
    return round(size * theme().scale)


def avatar_colors(record_id: int) -> tuple[QColor, QColor]:
    """Background and letters of a record's avatar: the same on every start and every computer."""
    pairs = theme().tokens.avatars
    background, letters = pairs[zlib.crc32(record_id.to_bytes(8, "big", signed=True)) % len(pairs)]
    return QColor(background), QColor(letters)


def _palette(tokens: Tokens) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for target, value in {
        role.Window: tokens.app,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.hover,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.text3,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.bad,
        role.ToolTipBase: tokens.surface,
        role.ToolTipText: tokens.text,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.link,
        role.LinkVisited: tokens.link,
        role.Light: tokens.surface,
        role.Midlight: tokens.hover,
        role.Mid: tokens.border,
        role.Dark: tokens.border_strong,
        role.Shadow: tokens.border_strong,
    }.items():
        palette.setColor(target, QColor(value))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(tokens.disabled))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(tokens.neutral_bg))
    return palette
