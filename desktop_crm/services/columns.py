"""Columns of a client list: which fields there are, and the best guess which column is which.

The guess reads the headers in three languages, then, where a header says nothing, the values below it.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from desktop_crm.base import i18n
from desktop_crm.base.i18n import N_
from desktop_crm.base.text import digits, fold
from desktop_crm.services.column_words import WORDS

GROUPS = {
    "contact": N_("Contact"),
    "person": N_("Person"),
    "organisation": N_("Organisation"),
    "phones": N_("Phones"),
    "address": N_("Address"),
    "online": N_("Internet"),
    "relations": N_("Relations"),
    "rest": N_("Other"),
}
# code -> (title, group)
FIELDS: dict[str, tuple[str, str]] = {
    "name": (N_("Name (person or organisation)"), "contact"),
    "kind": (N_("Kind (person, organisation)"), "contact"),
    "notes": (N_("Notes"), "contact"),
    "tags": (N_("Tags"), "contact"),
    "external_id": (N_("Number in another program"), "contact"),
    "own_id": (N_("Number in this program"), "contact"),
    "consents": (N_("Consents"), "contact"),
    "person": (N_("Person's full name"), "person"),
    "prefix": (N_("Title before the name"), "person"),
    "given_name": (N_("Given name"), "person"),
    "middle_name": (N_("Middle name or patronymic"), "person"),
    "family_name": (N_("Family name"), "person"),
    "suffix": (N_("Title after the name"), "person"),
    "nickname": (N_("Nickname"), "person"),
    "former_name": (N_("Former name"), "person"),
    "birthday": (N_("Birthday"), "person"),
    "dates": (N_("Other dates"), "person"),
    "sex": (N_("Sex"), "person"),
    "personal_number": (N_("Personal number"), "person"),
    "greeting": (N_("Greeting line"), "person"),
    "preferences": (N_("Preferences"), "person"),
    "best_time": (N_("Best time to call"), "person"),
    "how_met": (N_("How met"), "person"),
    "deceased": (N_("Deceased"), "person"),
    "position": (N_("Position"), "person"),
    "department": (N_("Department"), "person"),
    "job_role": (N_("Role in the organisation"), "person"),
    "job_since": (N_("In the organisation since"), "person"),
    "job_until": (N_("In the organisation until"), "person"),
    "company": (N_("Organisation"), "organisation"),
    "legal_name": (N_("Full legal name"), "organisation"),
    "legal_form": (N_("Legal form"), "organisation"),
    "other_names": (N_("Other names"), "organisation"),
    "organisation_type": (N_("Type of organisation"), "organisation"),
    "industry": (N_("Industry"), "organisation"),
    "size": (N_("Size"), "organisation"),
    "tax_number": (N_("Tax number"), "organisation"),
    "registration_number": (N_("Registration number"), "organisation"),
    "iban": (N_("Bank account (IBAN)"), "organisation"),
    "company_phone": (N_("Organisation's phone"), "organisation"),
    "company_email": (N_("Organisation's e-mail"), "organisation"),
    "company_address": (N_("Organisation's address"), "organisation"),
    "phone": (N_("Phone"), "phones"),
    "mobile": (N_("Mobile phone"), "phones"),
    "work_phone": (N_("Work phone"), "phones"),
    "home_phone": (N_("Home phone"), "phones"),
    "fax": (N_("Fax"), "phones"),
    "label": (N_("Kind of the phone or address beside it"), "phones"),
    "do_not_call": (N_("Numbers not to call"), "phones"),
    "street": (N_("Address"), "address"),
    "city": (N_("City"), "address"),
    "region": (N_("Region"), "address"),
    "postcode": (N_("Postcode"), "address"),
    "country": (N_("Country"), "address"),
    "legal_address": (N_("Registered office"), "address"),
    "email": (N_("E-mail"), "online"),
    "website": (N_("Website"), "online"),
    "telegram": ("Telegram", "online"),
    "viber": ("Viber", "online"),
    "whatsapp": ("WhatsApp", "online"),
    "facebook": ("Facebook", "online"),
    "instagram": ("Instagram", "online"),
    "linkedin": ("LinkedIn", "online"),
    "skype": ("Skype", "online"),
    "messenger": (N_("Other messenger"), "online"),
    "last_contact": (N_("Last contact (date)"), "relations"),
    "first_contact": (N_("First contact (date)"), "relations"),
    "source": (N_("Source"), "relations"),
    "campaign": (N_("Campaign"), "relations"),
    "rhythm_days": (N_("Contact rhythm in days"), "relations"),
    "relation_to_us": (N_("Relation to us"), "relations"),
    "life_cycle": (N_("Life-cycle stage"), "relations"),
    "abc_class": (N_("ABC class"), "relations"),
    "language": (N_("Language"), "relations"),
    "responsible": (N_("Responsible"), "relations"),
    "action": (N_("What to do with the row (add, update, delete)"), "rest"),
    "note_extra": (N_("Keep in the notes"), "rest"),
    "skip": (N_("Leave out"), "rest"),
}
CUSTOM = "custom:"
MANY = frozenset({  # fields that several columns may fill
    "phone", "mobile", "work_phone", "home_phone", "fax", "email", "website", "street", "notes", "note_extra", "tags",
    "external_id", "skip", "company_phone", "company_email", "telegram", "viber", "whatsapp", "iban", "position",
    "label", "messenger", "personal_number",
})  # fmt: skip
# fields that come once a group: “City”, “Home City”, “City 2”
GROUPED = frozenset({
    "city", "region", "postcode", "country", "company", "department", "job_role", "job_since", "job_until",
})  # fmt: skip
_PLACES = {
    "home": "home", "domiciliu": "home", "acasa": "home", "домашний": "home", "other": "other", "alta": "other",
    "другой": "other", "business": "work", "work": "work", "office": "work", "рабочий": "work",
}  # fmt: skip
KIND_OF_COLUMN = N_("kind")  # “Phone 2 – kind”: the column that says what kind of phone stands in “Phone 2”
ID_PREFIX = "ID: "
OWN_FIELD = N_("own field")  # “Notes (own field)”: a field that the firm called like one of the program's
PHONE_FIELDS = ("phone", "mobile", "work_phone", "home_phone", "fax")
SAMPLE_ROWS = 200


@dataclass(frozen=True)
class ColumnMap:
    """Header -> field code, for every column in order; ``remembered``: the user made it before."""

    columns: Mapping[str, str]
    remembered: bool = False
    guessed: Mapping[str, str] = field(default_factory=dict)
    policies: Mapping[str, str] = field(default_factory=dict)  # field -> way of updating, as chosen before

    def has(self, name: str) -> bool:
        """Whether there is a column of that name, as shown or folded."""
        return name in self.columns or header_words(name) in map(header_words, self.columns)

    def with_changes(self, changes: Mapping[str, str]) -> "ColumnMap":
        """The same with some columns mapped otherwise; headers are matched as shown, else folded."""
        folded = {header_words(header): header for header in self.columns}
        found = {folded.get(header_words(name), name): code for name, code in changes.items()}
        return replace(self, columns={**self.columns, **{h: c for h, c in found.items() if h in self.columns}})


def header_words(header: str) -> str:
    """A header folded to bare words: case, punctuation, diacritics, numbers and padding do not matter."""
    return " ".join(re.findall(r"[^\W\d_]+", fold(header)))


def header_key(headers: Sequence[str]) -> str:
    """Key under which the mapping of this set of headers is remembered."""
    text = "\n".join(sorted(fold(header).strip() for header in headers))
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _by_words() -> dict[str, str]:
    """Words of a header -> code; the program's own titles, in every language, come first."""
    table: dict[str, str] = {}
    for language in i18n.LANGUAGES:
        with i18n.language_scope(language):
            for code, (title, _group) in FIELDS.items():
                table.setdefault(header_words(i18n._(title)), code)
    for code, words in WORDS.items():
        for word in words.split(";"):
            table.setdefault(header_words(word), code)
    for code in FIELDS:
        table.setdefault(header_words(code), code)
    return table


@cache
def _label_pattern() -> re.Pattern[str]:
    words = {"type", "label", "kind", "tip", "tipul", "fel", "felul", "тип", "вид"}
    for language in i18n.LANGUAGES:
        with i18n.language_scope(language):
            words.add(i18n._(KIND_OF_COLUMN))
    return re.compile(rf"(?P<base>.+?)\s*[-–—:]\s*({'|'.join(map(re.escape, sorted(words)))})", re.IGNORECASE)


def labelled_column(header: str) -> str:
    """Of a column that says what kind another is (“Phone 2 – kind”) the other's header, else ""."""
    found = _label_pattern().fullmatch(header.strip())
    return found["base"] if found else ""


def column_group(header: str) -> tuple[str, str]:
    """To which of several addresses or jobs a column belongs: kind (home, other, "") and number."""
    place = next((_PLACES[word] for word in header_words(header).split() if word in _PLACES), "")
    number = re.search(r"\d+", header)
    return place, number[0] if number and number[0] not in ("0", "1") else ""


@cache
def field_of_header(header: str) -> str:
    """The field that a header names, "" where it says nothing."""
    return _by_header(header)


@cache
def is_personal_number(system: str) -> bool:
    """Whether a foreign id is a number of the person (IDNP, CNP, SSN) rather than of a row in another program."""
    return system == "personal_number" or _by_words().get(header_words(system)) == "personal_number"


def field_code(text: str) -> str:
    """Field for a code or for a header-like word (``phone``, ``телефон``, ``custom:12``); ValueError if none."""
    if text in FIELDS or text.startswith(CUSTOM):
        return text
    code = _by_words().get(header_words(text))
    if code is None:
        raise ValueError(text)
    return code


def _by_header(header: str) -> str:
    table = _by_words()
    words = header_words(header)
    if header.startswith(ID_PREFIX):
        return "external_id"
    if (base := labelled_column(header)) and _by_header(base):
        return "label"
    if words in table:
        return table[words]
    # “Telefon (mobil)”, “Phone / Fax”, “E-mail client”, “Telefon 1 - Value”
    for part in re.split(r"[(/,:\-–—|]", header):
        code = table.get(header_words(part))
        if code not in (None, "skip", "name"):
            return str(code)
    for count in (2, 1):
        tokens = words.split()
        for start in range(len(tokens) - count + 1):
            code = table.get(" ".join(tokens[start : start + count]))
            if code in ("phone", "mobile", "email", "fax", "city", "country", "birthday", "website", "postcode"):
                return str(code)
    return ""


_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[A-Za-z]{2,}")
_WEB = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
_PHONE = re.compile(r"[+(]?[\d(][\d\s().\-/]{5,}\d(\s*(ext|int|x|доб)\.?\s*\d+)?", re.IGNORECASE)


def _by_values(values: Sequence[Any]) -> str:
    """What a column without a telling header holds: only what can be told safely."""
    texts = [str(value).strip() for value in values if value not in (None, "")]
    if not texts:
        return ""

    def share(pattern: re.Pattern[str]) -> float:
        return sum(1 for text in texts if pattern.fullmatch(text)) / len(texts)

    if share(_EMAIL) >= 0.6:
        return "email"
    if share(_WEB) >= 0.6:
        return "website"
    numbers = [text for text in texts if _PHONE.fullmatch(text) and 7 <= len(digits(text)) <= 15]
    marked = [text for text in numbers if text.startswith(("+", "0", "8", "(")) and len(digits(text)) >= 9]
    if len(numbers) >= 0.6 * len(texts) and len(marked) >= 0.5 * len(texts):
        return "phone"
    return ""


def _in_context(guess: dict[str, str]) -> dict[str, str]:
    """“Nume” beside “Prenume”, “Имя” beside “Фамилия” are parts; “Name” beside “Company” is the person."""
    codes = set(guess.values())
    for header, code in guess.items():
        words = header_words(header)
        if words in ("nume", "numele") and "given_name" in codes:
            guess[header] = "family_name"
        elif words == header_words("Имя") and codes & {"family_name", "middle_name"}:
            guess[header] = "given_name"
        elif words in ("name", "nome", "nom") and "given_name" in codes and "family_name" not in codes:
            guess[header] = "family_name"
        elif words in ("name", "nome", "nombre") and "family_name" in codes and not codes & {"given_name", "person"}:
            guess[header] = "given_name"
        elif code == "name" and codes & {"company", "kind"} and "person" not in codes and "kind" not in codes:
            guess[header] = "person"
    return guess


def guess_fields(
    headers: Sequence[str], rows: Sequence[Sequence[Any]], custom: Mapping[str, int] | None = None
) -> dict[str, str]:
    """Header -> field code for every column; what is not understood is kept in the notes (``note_extra``).

    *custom*: names of the firm's own fields, folded, with their ids.
    """
    guess: dict[str, str] = {}
    taken: set[tuple[str, ...]] = set()
    for index, header in enumerate(headers):
        own = (custom or {}).get(fold(header).strip())
        if own is not None and (CUSTOM + str(own),) not in taken:
            guess[header] = f"{CUSTOM}{own}"
            taken.add((guess[header],))
            continue
        code = _by_header(header) or _by_values([row[index] for row in rows[:SAMPLE_ROWS] if index < len(row)])
        key = (code, *column_group(header)) if code in GROUPED else (code,)
        if code and code not in MANY and key in taken:
            code = ""  # the second column of a single field: its values are kept in the notes
        taken.add(key)
        guess[header] = code or "note_extra"
    return _in_context(guess)
