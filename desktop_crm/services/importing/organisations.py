"""Organisations by name: one firm in several spellings (SRL, S.R.L., «ООО …») is one organisation."""

import re
from collections.abc import Iterator
from functools import lru_cache

from desktop_crm.base.text import fold, words
from desktop_crm.services.company_names import CompanyName, split_legal_form

_NOT_WORD = re.compile(r"[\W_]+")
_COMMERCIAL = fold("SC")


def company_key(name: str) -> tuple[str, str]:
    """Folded core and folded legal form of a firm's name: what makes two texts the same organisation."""
    return _key_of(split_legal_form(name))


def _key_of(parts: CompanyName) -> tuple[str, str]:
    core = " ".join(words(parts.core)) or fold(parts.core)  # a name of signs only is told by its signs
    return core, _form_key(parts.legal_form) if parts.legal_form else ""


@lru_cache(maxsize=1_000)
def _form_key(form: str) -> str:
    """“S.C. … S.R.L.” is an S.R.L.: the mark for any commercial company adds nothing to another form."""
    folded = _NOT_WORD.sub("", fold(form))
    return folded.removeprefix(_COMMERCIAL) or folded


class Organisations:
    """Organisations by name: exact core and form, or the core alone where one side leaves the form out."""

    def __init__(self, base: "Organisations | None" = None) -> None:
        self._base = base  # asked after these; never added to
        self._by_key: dict[tuple[str, str], int] = {}
        self._by_core: dict[str, list[int]] = {}
        self._keys: dict[str, tuple[str, str]] = base._keys if base is not None else {}
        self._forms: dict[str, str] = base._forms if base is not None else {}

    def key(self, name: str) -> tuple[str, str]:
        """The key of *name*, remembered: one firm stands in many rows."""
        known = self._keys.get(name)
        if known is None:
            parts = split_legal_form(name)
            known = self._keys[name] = _key_of(parts)
            if parts.legal_form:
                self._forms[name] = parts.legal_form
        return known

    def legal_form(self, name: str) -> str:
        """The legal form in *name* as it is written."""
        self.key(name)
        return self._forms.get(name, "")

    def add(self, name: str, contact_id: int) -> None:
        """Note an organisation; the first of a name stays the one that is found."""
        key = self.key(name)
        if key not in self._by_key:
            self._by_key[key] = contact_id
            self._by_core.setdefault(key[0], []).append(contact_id)

    def find(self, name: str) -> int | None:
        """Id of the organisation that *name* means."""
        core, form = self.key(name)
        if (exact := self._exact((core, form))) is not None:
            return exact
        same_core = list(self._of_core(core))
        if len(same_core) == 1 and (not form or self._exact((core, "")) is not None):
            return same_core[0]
        return None

    def _exact(self, key: tuple[str, str]) -> int | None:
        found = self._by_key.get(key)
        if found is None and self._base is not None:
            return self._base._exact(key)
        return found

    def _of_core(self, core: str) -> Iterator[int]:
        yield from self._by_core.get(core, ())
        if self._base is not None:
            yield from self._base._of_core(core)
