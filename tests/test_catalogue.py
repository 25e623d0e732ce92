"""Texts are complete in English, Romanian and Russian."""

import re
import string
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from desktop_crm.base import i18n

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("ro", "ru")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory):
    pot = tmp_path_factory.mktemp("catalogue") / "desktop_crm.pot"
    keywords = [word for keyword in ("_", "N_", "ngettext:1,2", "P_:1,2", "pgettext:1c,2") for word in ("-k", keyword)]
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "--no-default-keywords", *keywords]
    subprocess.run([*command, "-o", str(pot), "desktop_crm"], cwd=ROOT, check=True)
    with pot.open("rb") as source:
        return read_po(source)


def catalogue(language: str):
    with (ROOT / "translations" / language / "LC_MESSAGES" / "desktop_crm.po").open("rb") as source:
        return read_po(source, locale=language)


def placeholders(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_complete(template, language: str) -> None:
    translated = catalogue(language)
    missing = []
    for message in template:
        if not message.id:
            continue
        found = translated.get(message.id, message.context)
        forms = (found.string if isinstance(found.string, tuple) else (found.string,)) if found else ("",)
        if not all(forms) or (found and found.fuzzy):
            missing.append(message.id)
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_kept(language: str) -> None:
    for message in catalogue(language):
        if not message.id:
            continue
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        allowed = set().union(*(placeholders(text) for text in originals))
        for form in message.string if isinstance(message.string, tuple) else (message.string,):
            assert placeholders(form) <= allowed, message.id
            assert set.intersection(*map(placeholders, originals)) <= placeholders(form) | {"count"}, message.id


def test_romanian_letters_have_commas() -> None:
    for message in catalogue("ro"):
        text = " ".join(message.string) if isinstance(message.string, tuple) else message.string
        assert not re.search("[şţŞŢ]", text), message.id


def test_plural_forms() -> None:
    for language, counts in {"ro": (1, 2, 20), "ru": (1, 2, 5)}.items():
        with i18n.language_scope(language):
            forms = {i18n.ngettext("{count} row was read.", "{count} rows were read.", count) for count in counts}
        assert len(forms) == 3


def test_pseudo_language_changes_every_text() -> None:
    with i18n.language_scope(i18n.PSEUDO):
        shown = i18n._("The file “{name}” is empty. Nothing was changed.").format(name="a.csv")
    assert shown.startswith("⟦") and "a.csv" in shown and len(shown) > 60
