"""What a test found: a line for each fact, with a tick or a sign of warning before it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop_crm.base.errors import CrmError
from desktop_crm.base.formats import number_text
from desktop_crm.base.i18n import _
from desktop_crm.ui import icons
from desktop_crm.ui.notices import announce
from desktop_crm.ui.theme import px

OK, WARN, BAD, INFO = "ok", "warn", "bad", "info"
_ICONS = {OK: "circle-check", WARN: "triangle-alert", BAD: "circle-alert", INFO: "info"}
Finding = tuple[str, str]  # tone, sentence


class Findings(QWidget):
    """Lines of sign and sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found: tuple[Finding, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(4))
        self._grid.setColumnStretch(1, 1)
        self._signs: list[QLabel] = []
        self.texts: list[QLabel] = []
        self.hide()

    def show_lines(self, found: tuple[Finding, ...]) -> None:
        """Show these; read aloud too."""
        self.found = found
        while len(self.texts) < len(found):
            self._add()
        for row, (sign, label) in enumerate(zip(self._signs, self.texts, strict=True)):
            there = row < len(found)
            sign.setVisible(there)
            label.setVisible(there)
            if there:
                label.setText(found[row][1])
                _set(label, found[row][0] if found[row][0] == BAD else "")
        self._draw()
        self.setVisible(bool(found))
        if found:
            announce(self, " ".join(sentence for _tone, sentence in found))

    def clear(self) -> None:
        """Nothing was tested yet."""
        self.show_lines(())

    def _add(self) -> None:
        sign, label = QLabel(), QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        sign.setAlignment(Qt.AlignmentFlag.AlignTop)
        row = len(self.texts)
        self._grid.addWidget(sign, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(label, row, 1)
        self._signs.append(sign)
        self.texts.append(label)

    def _draw(self) -> None:
        for sign, (tone, _sentence) in zip(self._signs, self.found, strict=False):
            sign.setPixmap(icons.pixmap(_ICONS[tone], tone, icons.NORMAL, self.devicePixelRatioF()))

    def changeEvent(self, event: QEvent) -> None:
        """The signs follow the theme."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_signs"):
            self._draw()
        super().changeEvent(event)


def _set(label: QLabel, tone: str) -> None:
    if (label.property("tone") or "") != tone:
        label.setProperty("tone", tone)
        label.style().unpolish(label)
        label.style().polish(label)


def facts_found(facts: Any) -> tuple[Finding, ...]:
    """``ServerFacts`` in sentences."""
    answered = number_text(Decimal(f"{facts.round_trip_ms:.1f}"))
    found = [(OK, _("{server} answers in {time} ms.").format(server=facts.server, time=answered))]
    if facts.tls:
        found.append((OK, _("The connection is encrypted ({version}).").format(version=facts.tls)))
    elif facts.is_here:
        found.append((OK, _("The server runs on this computer: nothing goes over a network.")))
    else:
        found.append((WARN, _("The connection is not encrypted. Use it inside your own network only.")))
    found.append((OK, _("Letters of all languages are kept ({encoding}).").format(encoding=facts.encoding)))
    if facts.holds:
        found.append((OK, _("“{name}” holds a client base of this program.").format(name=facts.name)))
    else:
        words = _("“{name}” is empty, and “{user}” may make tables in it.")
        found.append((OK, words.format(name=facts.name, user=facts.user)))
    found += [(WARN, warning.sentence) for warning in facts.warnings]
    return tuple(found)


def trouble_found(error: CrmError) -> tuple[Finding, ...]:
    """A refusal."""
    return ((BAD, error.sentence),)
