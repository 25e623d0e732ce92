"""Texts in the user's language: gettext without Qt, so that reports and the command line speak it too.

``_``, ``ngettext``, ``pgettext`` translate; ``N_`` only marks a text for the catalogue. Placeholders are named:
``_("{count} rows").format(count=3)``. The language is switched at run time with :func:`use_language`, or for one
block (a Russian letter from a Romanian desktop) with :func:`language_scope`.
"""

import gettext
import io
import locale
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from desktop_crm.base import paths

DOMAIN = "desktop_crm"
LANGUAGES = {"en": "English", "ro": "Română", "ru": "Русский"}
PSEUDO = "qps"  # the usual code of pseudo-localisation; finds untranslated and cut texts

_process_language = "en"
_scoped_language: ContextVar[str | None] = ContextVar("language", default=None)


class PseudoTranslations(gettext.NullTranslations):
    """Every text bracketed, accented and 40 % longer, placeholders and mnemonics kept."""

    _ACCENTS = str.maketrans("aeiouAEIOUcnsz", "áéíóúÁÉÍÓÚçñšž")
    _KEEP = re.compile(r"(\{[^{}]*\}|&\w)")

    def gettext(self, message: str) -> str:
        """The pseudo text of *message*."""
        parts = self._KEEP.split(message)
        body = "".join(part if i % 2 else part.translate(self._ACCENTS) for i, part in enumerate(parts))
        return f"⟦{body}{'~' * max(1, len(message) * 2 // 5)}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The pseudo text of the right form."""
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        """The pseudo text; the context is not shown."""
        return self.gettext(message)


def _compiled(po: Path) -> gettext.GNUTranslations:
    """Compile a catalogue in memory: a checkout that was not built still speaks the language."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415  (only where no .mo was built)
    from babel.messages.pofile import read_po  # noqa: PLC0415

    buffer = io.BytesIO()
    with po.open("rb") as source:
        write_mo(buffer, read_po(source))
    buffer.seek(0)
    return gettext.GNUTranslations(buffer)


@cache
def _translations(language: str) -> gettext.NullTranslations:
    if language == PSEUDO:
        return PseudoTranslations()
    folder = paths.translations_folder() / language / "LC_MESSAGES"
    mo, po = folder / f"{DOMAIN}.mo", folder / f"{DOMAIN}.po"
    if mo.exists() and not (po.exists() and po.stat().st_mtime > mo.stat().st_mtime):
        with mo.open("rb") as compiled:
            return gettext.GNUTranslations(compiled)
    return _compiled(po) if po.exists() else gettext.NullTranslations()


def _system_locale() -> str:
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    names.append(locale.getlocale()[0] or "")
    return next((name for name in names if name and name not in ("C", "POSIX", "C.UTF-8")), "en")


def system_language() -> str:
    """The best of :data:`LANGUAGES` for this computer; English where none fits."""
    wanted = _system_locale()[:2].lower()
    return {"be": "ru", "uk": "ru", "kk": "ru"}.get(wanted, wanted if wanted in LANGUAGES else "en")


def system_country() -> str:
    """ISO 3166 code of the computer's region, as in ``ro_MD``; ``""`` where it says nothing."""
    found = re.match(r"[A-Za-z]{2,3}_([A-Z]{2})", _system_locale())
    return found.group(1) if found else ""


def use_language(language: str) -> None:
    """Set the language of the whole program; ``""`` means the system's."""
    global _process_language
    _process_language = language or system_language()


def language() -> str:
    """Code of the language in force here (``en``, ``ro``, ``ru``)."""
    return _scoped_language.get() or _process_language


@contextmanager
def language_scope(code: str) -> Iterator[None]:
    """Speak another language inside the block only."""
    token = _scoped_language.set(code)
    try:
        yield
    finally:
        _scoped_language.reset(token)


def _(message: str) -> str:
    """Translate *message*."""
    return _translations(language()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate with the plural form that *count* asks for."""
    return _translations(language()).ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """Translate *message* where the same English word needs two translations."""
    return _translations(language()).pgettext(context, message)


def in_every_language(message: str) -> set[str]:
    """*message* in all :data:`LANGUAGES`, for what is found in any of them."""
    return {_translations(code).gettext(message) for code in LANGUAGES}


def N_(message: str) -> str:
    """Mark *message* for the catalogue; translated later with ``_``."""
    return message


def P_(singular: str, plural: str) -> tuple[str, str]:
    """Mark both forms for the catalogue; translated later with ``ngettext(*pair, count)``."""
    return singular, plural
