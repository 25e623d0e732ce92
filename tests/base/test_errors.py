"""Every known error tells its sentence: what happened, that nothing was lost, what to do."""

import string

import pytest

from desktop_crm.base import errors, i18n
from desktop_crm.base.errors import CrmError

KNOWN = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, CrmError)]
CALM = ("Nothing was changed", "still here", "left as it is", "Nothing more is written")


@pytest.mark.parametrize("kind", KNOWN)
@pytest.mark.parametrize("language", ["en", "ro", "ru", i18n.PSEUDO])
def test_sentences_are_complete(kind: type[CrmError], language: str) -> None:
    named = {name for _text, name, _spec, _conversion in string.Formatter().parse(kind.text) if name}
    with i18n.language_scope(language):
        sentence = str(kind(**dict.fromkeys(named, "clienti.xlsx")))
    assert "{" not in sentence
    assert all(("clienti.xlsx" in sentence) for _ in named)


@pytest.mark.parametrize("kind", KNOWN)
def test_sentences_calm(kind: type[CrmError]) -> None:
    assert any(words in kind.text for words in CALM)
