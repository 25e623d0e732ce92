"""Which row holds the column names, if any: titles above it are told from it, and data from names.

A row is a header when it is about as wide as the table and holds names rather than data. Known words in English,
Romanian and Russian decide; without them the columns below do: numbers, addresses and phones under a plain word speak
for a header, the same value again further down speaks against it.
"""

import re
from collections.abc import Sequence
from datetime import date

from desktop_crm.base.text import fold
from desktop_crm.files.cell import Cell, Row, cell_text

_LOOK = 40  # filled rows in which a header is looked for
_BELOW = 60  # rows below a candidate that are compared with it
_MOST_COLUMNS = 250  # of these rows
_LONGEST = 80  # characters of a column name
_WORDS = """
name names first last middle given family surname full nickname title prefix suffix phone telephone tel mobile
cell fax pager mail email web website url site company organization organisation employer firm business department
role position job occupation address street city town state region county province country postcode zip postal
code birthday birth anniversary gender sex note notes comment comments remark category categories tag tags group groups
status type kind source date time created updated id number no nr amount balance price total description owner
manager account iban vat tax language contact person customer client supplier skype
nume prenume denumire denumirea firma companie compania societate organizatie organizatia telefon telefoane mobil fix
posta adresa strada oras orasul localitate localitatea judet judetul raion raionul tara cod postal functie functia rol
post nota note observatii comentariu comentarii data nasterii client clientul persoana contactul cui cif idno fiscal
cont banca suma pret total nr crt categorie categoria etichete grup tip sursa sex limba
имя фамилия отчество фио наименование название компания фирма организация предприятие телефон телефоны тел мобильный
моб сотовый рабочий домашний факс почта эл сайт адрес улица город область район страна индекс почтовый должность роль
отдел примечание примечания комментарий комментарии заметка заметки дата рождения контакт контактное лицо клиент
покупатель поставщик инн кпп огрн счет банк сумма цена итого номер код категория группа тип источник пол язык метки
статус ответственный
"""
_KNOWN = {fold(word) for word in _WORDS.split()}
_SPLIT = re.compile(r"[\W_]+")
_CAMEL = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")
_DATA = re.compile(
    r"""^(?:
        \S+@\S+\.\S+                                     # an e-mail address
      | (?:https?://|www\.)\S+
      | [-+(]*[$€£₽]?\s?[\d\s.,']*\d[\d\s.,']*[%)]*\s?(?:[$€£₽]|lei|mdl|ron|руб\.?|eur|usd)?   # a number, an amount
      | [+(]?\d[\d\s()./-]{4,}(?:\s*(?:ext|x|доб|int)\.?\s*\d+)?                              # a phone, a date
      | \d{1,4}[-./\s]\w{2,9}[-./\s]\d{1,4}(?:[T\s].*)?  # a date
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_YEAR = re.compile(r"^(?:19|20)\d\d$")


def is_data(value: Cell) -> bool:
    """Whether *value* is rather a value than the name of a column."""
    if value is None:
        return False
    if not isinstance(value, str):
        return True
    text = value.strip()
    return len(text) > _LONGEST * 3 or _DATA.match(text) is not None


def is_known(value: Cell, *, least: float = 0.5) -> bool:
    """Whether *value* is made of words that columns are named with: *least* is their share."""
    if not isinstance(value, str):
        return False
    text = cell_text(value)
    if not text or len(text) > _LONGEST:
        return False
    names = [fold(word) for word in _SPLIT.split(_CAMEL.sub(" ", text)) if word and not word.isdigit()]
    return bool(names) and sum(name in _KNOWN for name in names) >= least * len(names)


def find_header(rows: Sequence[Row]) -> int | None:
    """The index of the header in *rows* (blank rows left out), or ``None`` where the data begin at once."""
    top = [row[:_MOST_COLUMNS] for row in rows[: _LOOK + _BELOW]]
    widths = sorted(_filled(row) for row in top)
    if not widths:
        return None
    usual = widths[len(widths) * 3 // 4]
    candidates = [
        index
        for index, row in enumerate(top[:_LOOK])
        if _filled(row) >= max(min(2, usual), usual // 2) and _long_cells(row) == 0
    ]
    for index in candidates:
        if _is_known_header(top[index], first=index == candidates[0]):
            return index
    if not candidates:
        return None
    first = candidates[0]
    return first if _is_header(top[first], top[first + 1 : first + 1 + _BELOW]) else None


def _is_known_header(row: Row, *, first: bool) -> bool:
    """Whether *row* names columns in known words; below the *first* wide row these must be surer."""
    filled = _filled(row)
    known = sum(is_known(cell, least=0.5 if first else 1) for cell in row)
    enough = filled / 3 if first else filled / 2
    return known >= max(1, min(2, filled), enough) and not _data_share(row)


def header_like_rows(rows: Sequence[Row], numbers: Sequence[int], header: Row) -> list[int]:
    """Numbers of later rows that look like another header: the same again, or names after a gap."""
    if not rows:
        return []
    gaps = numbers[-1] - numbers[0] >= len(numbers)
    if not gaps and header not in rows:
        return []
    found = []
    data = _data_columns(rows)
    before = numbers[0] - 1
    for row, number in zip(rows, numbers, strict=True):
        if row == header or (number > before + 1 and _is_later_header(row, header, data)):
            found.append(number)
        before = number
        if len(found) >= 20:
            break
    return found


def _is_later_header(row: Row, header: Row, data: Sequence[int]) -> bool:
    """Whether *row*, after a gap, holds names where the table holds data."""
    if _filled(row) < max(2, _filled(header) * 2 // 3) or any(map(is_data, row)):
        return False
    return any(index < len(row) and row[index] is not None for index in data) or all(map(is_known, row))


def _filled(row: Row) -> int:
    return sum(1 for cell in row if cell is not None and not (isinstance(cell, str) and not cell.strip()))


def _long_cells(row: Row) -> int:
    return sum(1 for cell in row if isinstance(cell, str) and len(cell_text(cell)) > _LONGEST * 2)


def _data_share(row: Row) -> bool:
    """Whether any cell is data; years in ascending order are names (``2019 2020 2021``)."""
    cells = [cell_text(cell) for cell in row if is_data(cell) and not isinstance(cell, date)]
    if any(isinstance(cell, date) for cell in row):
        return True
    years = all(_YEAR.match(cell) for cell in cells) and cells == sorted(set(cells)) and len(cells) > 1
    return bool(cells) and not years


def _data_columns(rows: Sequence[Row]) -> list[int]:
    """Columns that mostly hold data."""
    top = [row[:_MOST_COLUMNS] for row in rows[:_BELOW]]
    columns = []
    for index in range(max((len(row) for row in top), default=0)):
        cells = [row[index] for row in top if index < len(row) and row[index] is not None]
        if cells and sum(map(is_data, cells)) >= 0.6 * len(cells):
            columns.append(index)
    return columns


def _is_header(row: Row, below: Sequence[Row]) -> bool:
    if _data_share(row) or not below:
        return False
    names = [cell_text(cell).casefold() for cell in row]
    columns = _data_columns(below)
    if any(index < len(names) and names[index] for index in columns):
        return True
    again = {(index, cell_text(cell).casefold()) for other in below for index, cell in enumerate(other)}
    return len({name for name in names if name}) >= 2 and not any(
        (index, name) in again for index, name in enumerate(names) if name
    )
