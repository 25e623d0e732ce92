"""Words of a file for the program's own codes: “Клиент”, “Client”, “customer” are all ``customer``."""

import re
from collections.abc import Mapping
from functools import cache

from desktop_crm.base import i18n
from desktop_crm.base.text import fold
from desktop_crm.model.contact import (
    CHANNELS,
    CONSENT_STATES,
    KINDS,
    LIFE_CYCLES,
    ORGANISATION_TYPES,
    RELATIONS_TO_US,
    SEXES,
)
from desktop_crm.model.reach import ADDRESS_KINDS, PHONE_KINDS, REACH_KINDS
from desktop_crm.services.contact_parts import DATE_LABELS
from desktop_crm.services.custom_fields import YES_NO_NAMES

_ALSO = {
    "kind": {
        "person": "persoana fizica pf физлицо физическое лицо individual individuals человек частное лицо om",
        "organisation": "organization company firma companie societate persoana juridica pj юрлицо юридическое лицо "
        "компания организация фирма org",
    },
    "sex": {"female": "f w ж жен женский feminin female woman", "male": "m м муж мужской masculin male man"},
    "relation_to_us": {"customer": "client клиент заказчик покупатель", "supplier": "furnizor поставщик vendor"},
    "life_cycle": {
        "active": "activ активный действующий customer",
        "new": "nou новый lead",
        "lost": "pierdut потерян",
        "dormant": "inactiv неактивный inactive",
        "interested": "opportunity prospect заинтересован",
    },
    "abc_class": {"A": "a а", "B": "b в б", "C": "c с"},
    "phone_kind": {
        "mobile": "cell cellular gsm mobil мобильный сотовый",
        "home": "acasa домашний",
        "fax": "факс",
        "work": "office business serviciu birou рабочий",
        "main": "principal основной",
    },
    "address_kind": {"work": "office business", "home": "acasa домашний domiciliu"},
    "email_kind": {"work": "office business", "home": "personal acasa личный"},
    "yes_no": {"yes": "da да y 1 true x +", "no": "nu нет n 0 false"},
    "consent": {"given": "yes da да ok", "withdrawn": "no nu нет"},
    "date_label": {"anniversary": "anniversary aniversare годовщина"},
}
_TABLES: Mapping[str, Mapping[str, str]] = {
    "kind": {str(code): title for code, title in KINDS.items()},
    "sex": SEXES,
    "relation_to_us": RELATIONS_TO_US,
    "life_cycle": LIFE_CYCLES,
    "abc_class": {"A": "A", "B": "B", "C": "C"},
    "organisation_type": ORGANISATION_TYPES,
    "phone_kind": PHONE_KINDS,
    "address_kind": ADDRESS_KINDS,
    "email_kind": REACH_KINDS,
    "channel": CHANNELS,
    "consent": CONSENT_STATES,
    "yes_no": YES_NO_NAMES,
    "date_label": DATE_LABELS,
}
CODED = frozenset(_TABLES)


@cache
def _words(field: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, title in _TABLES[field].items():
        found.setdefault(fold(str(code)), str(code))
        for language in i18n.LANGUAGES:
            with i18n.language_scope(language):
                found.setdefault(fold(i18n._(title)), str(code))
    for code, words in _ALSO.get(field, {}).items():
        for word in words.split():
            found.setdefault(fold(word), code)
    return found


def title_of(field: str, code: str) -> str:
    """What the code is called in the language in force; a code of the user's own is its own title."""
    title = _TABLES[field].get(code)
    return i18n._(title) if title else code


def code_for(field: str, text: str) -> str:
    """The code that *text* means, "" where it means none."""
    return _words(field).get(fold(text).strip(" ."), "")


def phone_kind_of(text: str) -> str:
    """“Work Fax”, “mobile”, “Рабочий” -> the code of the kind; the last known word decides."""
    words = re.findall(r"[^\W\d_]+", text)
    return next((code for word in (text, *reversed(words)) if (code := code_for("phone_kind", word))), "")
