"""Names of firms: the legal form taken off front and back, so that only the distinguishing core is compared.

A form is recognised however it is written: ``S.R.L.``, ``SRL``, ``s. r. l.``, ``ООО``, ``Sp. z o.o.``. A name that is
nothing but forms is never stripped to nothing.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from desktop_crm.base.text import fold

_FORMS = """
    SRL, SRL-D, SA, PFA, II, ÎI, IF, ÎF, ÎS, ÎM, GȚ, SC, SNC, SCS, SCA, RA, ONG, AO, IP, ÎCS, SCM, CMI, BNP,
    ООО, АО, ЗАО, ОАО, ПАО, НАО, ИП, ЧП, ГУП, МУП, ФГУП, ГП, КФХ, СПД, ФОП, ТОВ, ТОО, ОДО, ЧУП, УП, НКО, АНО, СНТ, ТСЖ,
    GmbH, mbH, AG, KG, OHG, GbR, UG, eV, eK, GmbH & Co KG, SE, Ltd, Limited, LLC, LLP, Inc, Incorporated, Corp,
    Corporation, Co, Company, PLC, PLLC, BV, NV, VOF, SAS, SASU, SARL, EURL, SCI, SpA, SRLS, SL, SLU, SAU, Lda, Ltda,
    sro, as, vos, spol s ro, Sp z oo, Sp J, Sp k, Kft, Bt, Zrt, Nyrt, EOOD, OOD, ЕООД, ООД, ЕТ, АД, ЕАД, EAD, AD, DOO,
    OÜ, AS, UAB, AB, MB, SIA, ApS, A/S, ASA, Oy, Oyj, AE, EPE, IKE, Pty, Pty Ltd, Pvt, Pvt Ltd,
    societate cu răspundere limitată, societate pe acțiuni, persoană fizică autorizată, întreprindere individuală,
    întreprinderea individuală, organizație neguvernamentală, întreprindere de stat, întreprinderea de stat,
    общество с ограниченной ответственностью, акционерное общество, закрытое акционерное общество,
    открытое акционерное общество, публичное акционерное общество, индивидуальный предприниматель
"""
_QUOTES = re.compile(r"[«»„“”‟‹›\"″,]|(?<!\w)['’‘]|['’‘](?!\w)")
_NOT_WORD = re.compile(r"[\W_]+")
_LONGEST = 5  # words in one form: "GmbH & Co. KG", "s. r. l."


@lru_cache(maxsize=1 << 15)
def _squeezed(text: str) -> str:
    """The letters and digits of *text* folded one by one, nothing between them (``Î.I.`` -> ``ii``)."""
    return _NOT_WORD.sub("", fold(" ".join(text)))


def _spaced(words: list[str]) -> str:
    return " ".join(filter(None, map(_squeezed, words)))


FORMS = frozenset(_squeezed(form) for form in _FORMS.split(","))
_LONG_FORMS = frozenset(
    _spaced(form.split()) for form in (*_FORMS.split(","), "Sp z o o", "spol s r o") if len(form.split()) > 1
)
_EDGES = frozenset(edge for form in _LONG_FORMS for edge in (form.split()[0], form.split()[-1]))
# Ordinary words, too: in front they are a form only when written like one ("A/S", "S.E.").
_ALSO_WORDS = frozenset(map(_squeezed, ("AS", "AD", "AB", "Co", "SE", "MB", "ET", "UP", "Company", "IF", "SIA")))


@dataclass(frozen=True, slots=True)
class CompanyName:
    """A firm's name without its legal form, and the form as it was written (``""`` where there is none)."""

    core: str
    legal_form: str


def _may_be_form(edge: str) -> bool:
    return len(edge) <= 1 or edge in FORMS or edge in _EDGES


def _form_length(words: list[str], *, front: bool) -> int:
    """How many words at that end are one legal form; 0 for none. At least one word is left over."""
    edge = _squeezed(words[0 if front else -1])
    if not _may_be_form(edge) or len(words) < 2:
        return 0
    if len(edge) <= 1 or edge in _EDGES:
        for count in range(min(_LONGEST, len(words) - 1), 1, -1):
            part = words[:count] if front else words[-count:]
            spaced = _spaced(part)
            initials = len(spaced) == 2 * len(spaced.replace(" ", "")) - 1
            if spaced in _LONG_FORMS or (initials and spaced.replace(" ", "") in FORMS):
                return count
    if edge not in FORMS:
        return 0
    return 0 if front and edge in _ALSO_WORDS and words[0].isalpha() else 1


@lru_cache(maxsize=1 << 15)
def split_legal_form(name: str) -> CompanyName:
    """Split *name* into the core (quotes removed) and its legal form; never into an empty core."""
    words = _QUOTES.sub(" ", name).split()
    if not words:
        return CompanyName(name.strip(), "")
    bare = " ".join(words)
    front: list[str] = []
    back: list[str] = []
    while count := _form_length(words, front=False):
        back[:0] = words[-count:]
        del words[-count:]
    while count := _form_length(words, front=True):
        front += words[:count]
        del words[:count]
    core = " ".join(words).strip(" -–—")
    return CompanyName(core, " ".join(front + back)) if any(map(str.isalnum, core)) else CompanyName(bare, "")
