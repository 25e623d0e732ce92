"""Choosing the country of local phone numbers."""

from functools import lru_cache

import phonenumbers
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from desktop_crm.base.i18n import _, language
from desktop_crm.base.text import fold
from desktop_crm.services.phone_places import country_name

NEAR = ("MD", "RO", "RU", "UA")  # of the languages the program speaks; the others follow by name
_BY_LANGUAGE = {"ro": "MD", "ru": "RU"}


def default_country() -> str:
    """The country to propose where none was chosen: by the language, else none."""
    return _BY_LANGUAGE.get(language(), "")


def country_choices() -> tuple[tuple[str, str], ...]:
    """(code, “Moldova (+373)”) of all countries, the near ones first."""
    return _choices_in(language())


@lru_cache(8)
def _choices_in(_language: str) -> tuple[tuple[str, str], ...]:
    prefixes = {  # asked for each country, the library would load all that it knows of its numbers
        region: prefix for prefix, regions in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items() for region in regions
    }
    others = sorted(
        (code for code in phonenumbers.SUPPORTED_REGIONS if code not in NEAR), key=lambda code: fold(country_name(code))
    )
    return tuple((code, f"{country_name(code)} (+{prefixes[code]})") for code in (*NEAR, *others))


class CountryBox(QComboBox):
    """All countries with their phone codes; typing finds one."""

    chosen = Signal(str)  # ISO 3166 code, "" = none

    def __init__(self, code: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxVisibleItems(16)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(18)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.activated.connect(lambda _row: self.chosen.emit(self.code))
        self._code = code
        self._said = ""  # the language of the names
        self.retranslate()

    @property
    def code(self) -> str:
        """The country chosen."""
        return str(self.currentData() or "")

    def set_code(self, code: str) -> None:
        """Show *code*, silently."""
        self._code = code
        with QSignalBlocker(self):
            self.setCurrentIndex(max(0, self.findData(code)))

    def retranslate(self) -> None:
        """Names in the language in force."""
        if self._said == language():
            return
        self._said = language()
        code = self.code or self._code
        with QSignalBlocker(self):
            self.clear()
            self.addItem(_("Not known"), "")
            for value, title in country_choices():
                self.addItem(title, value)
        self.set_code(code)
