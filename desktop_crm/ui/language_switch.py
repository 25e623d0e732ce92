"""The languages of the program as three small words."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from desktop_crm.base.i18n import LANGUAGES, _, language
from desktop_crm.ui.theme import px


class LanguageSwitch(QWidget):
    """English · Română · Русский; each in its own words."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for code, name in LANGUAGES.items():
            button = QPushButton(name, self)
            button.setProperty("kind", "quiet")
            button.setCheckable(True)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            self._group.addButton(button)
            layout.addWidget(button)
            self.buttons[code] = button
        self._group.buttonClicked.connect(self._clicked)
        self.retranslate()

    def retranslate(self) -> None:
        """The one in force is marked."""
        for code, button in self.buttons.items():
            button.setChecked(code == language())
            button.setAccessibleName(_("Language: {name}").format(name=LANGUAGES[code]))

    def _clicked(self) -> None:
        self.chosen.emit(next(code for code, button in self.buttons.items() if button.isChecked()))
