"""Words of a file for the program's own codes: “Клиент”, “Client”, “customer” are all ``customer``."""

from collections.abc import Mapping
from functools import cache

from desktop_crm.base import i18n
from desktop_crm.base.text import fold
from desktop_crm.model.contact import KINDS, LIFE_CYCLES, RELATIONS_TO_US, SEXES

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
}
_TABLES: Mapping[str, Mapping[str, str]] = {
    "kind": {str(code): title for code, title in KINDS.items()},
    "sex": SEXES,
    "relation_to_us": RELATIONS_TO_US,
    "life_cycle": LIFE_CYCLES,
    "abc_class": {"A": "A", "B": "B", "C": "C"},
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


def code_for(field: str, text: str) -> str:
    """The code that *text* means, "" where it means none."""
    return _words(field).get(fold(text).strip(" ."), "")
