"""Catalogues: ``python packaging/catalogue.py`` collects the texts and brings all .po files up to date.

Lists what is untranslated or fuzzy and exits with 1 if anything is.
"""

import subprocess
import sys
from pathlib import Path

from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "translations" / "desktop_crm.pot"
KEYWORDS = ("_", "N_", "ngettext:1,2", "P_:1,2", "pgettext:1c,2")


def _extract() -> None:
    keywords = [word for keyword in KEYWORDS for word in ("-k", keyword)]
    subprocess.run(
        [
            *(sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "--no-default-keywords", *keywords),
            *("--no-location", "--sort-output", "--project=desktop_crm", "--omit-header", "-o", str(TEMPLATE)),
            "desktop_crm",
        ],
        cwd=ROOT,
        check=True,
    )


def main() -> int:
    """Extract, update, count."""
    _extract()
    with TEMPLATE.open("rb") as source:
        template = read_po(source)
    gaps = 0
    for po in sorted((ROOT / "translations").glob("*/LC_MESSAGES/desktop_crm.po")):
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parent.parent.name)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.last_translator = catalogue.language_team = "desktop_crm contributors"
        catalogue.msgid_bugs_address = ""
        with po.open("wb") as target:
            write_po(target, catalogue, width=110, sort_output=True, ignore_obsolete=True)
        for message in catalogue:
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            if message.id and (message.fuzzy or not all(forms)):
                gaps += 1
                print(f"{po.parent.parent.name}: {message.id}")
    TEMPLATE.unlink()
    return 1 if gaps else 0


if __name__ == "__main__":
    sys.exit(main())
