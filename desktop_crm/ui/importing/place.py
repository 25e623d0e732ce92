"""Country and area code of local numbers: asked in two steps, kept in one place."""

from PySide6.QtCore import QRegularExpression, QTimer
from PySide6.QtGui import QRegularExpressionValidator, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.ui.chips import FilterChips
from desktop_crm.ui.countries import CountryBox
from desktop_crm.ui.importing.flow import ImportFlow
from desktop_crm.ui.labels import Labelled
from desktop_crm.ui.theme import px

TYPING_PAUSE_MS = 300


class PlaceChoice(QWidget):
    """“Country for local numbers” and “Area code”; the plan follows while one types."""

    def __init__(self, flow: ImportFlow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = flow
        self.country = CountryBox(flow.country, self)
        self.area = QLineEdit(flow.area_code, self)
        self.area.setValidator(QRegularExpressionValidator(QRegularExpression(r"\d{0,6}"), self.area))
        self.area.setFixedWidth(px(72))
        self._labels = [Labelled(self.country, self), Labelled(self.area, self)]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(16))
        for labelled in self._labels:
            layout.addWidget(labelled)
        self.country.setMinimumContentsLength(18)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.settle)
        self.area.textEdited.connect(lambda _text: self._pause.start())
        self.country.chosen.connect(lambda code: flow.choose(country=code))
        flow.place_changed.connect(self._show)
        self.retranslate()

    def settle(self) -> None:
        """What was typed counts now."""
        self._pause.stop()
        if self.area.text() != self._flow.area_code:
            self._flow.choose(area_code=self.area.text())

    def retranslate(self) -> None:
        """Names in the language in force."""
        self._labels[0].name(_("Country for local numbers"))
        self._labels[1].name(_("Area code"))
        self.country.retranslate()

    def _show(self) -> None:
        self.country.set_code(self._flow.country)
        if not self.area.hasFocus():
            self.area.setText(self._flow.area_code)


class TopLine(QWidget):
    """Counters beside the place, or over it where room is short."""

    def __init__(self, chips: FilterChips, place: PlaceChoice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips, self._place = chips, place
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(px(12))
        self._box.addWidget(chips, 1)
        self._box.addWidget(place)

    def arrange(self) -> None:
        """One line or two."""
        wanted = self._chips.sizeHint().width() + self._place.sizeHint().width() + 16
        way = QBoxLayout.Direction
        self._box.setDirection(way.LeftToRight if wanted <= self.width() else way.TopToBottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width."""
        super().resizeEvent(event)
        self.arrange()
