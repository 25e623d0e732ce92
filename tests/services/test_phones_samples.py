"""The library's own cases, read in place where they are at hand."""

import csv
from pathlib import Path

import pytest

from desktop_crm.services.phones import repair_cell

TABLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples" / "phones"
pytestmark = pytest.mark.skipif(not TABLES.is_dir(), reason="the phone tables of the shared samples are not here")


def rows(name: str) -> list[dict[str, str]]:
    path = TABLES / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_cases_of_the_parser() -> None:
    for row in rows("parse_cases.tsv"):
        if row["usable_as_real_case"] != "yes":
            continue
        (phone,) = repair_cell(row["input"].replace("\\t", "\t"), country=row["default_region"])
        expected = row["real_metadata_9.0.43_e164"]
        if row["real_valid"] == "yes":
            assert (phone.e164, phone.extension) == (expected, row["real_ext"]), row["input"]
        else:
            assert phone.status != "ok", row["input"]
            assert (phone.e164, phone.candidate) == ("", expected), row["input"]


def test_what_is_no_phone_is_kept_and_never_certain() -> None:
    for row in rows("reject_cases.tsv"):
        result = repair_cell(row["input"], country=row["default_region"])
        assert [phone.raw for phone in result] == ([row["input"].strip()] if row["input"].strip() else []), row["input"]
        assert all(phone.status == "bad" and not phone.e164 for phone in result), row["input"]


def test_numbers_in_running_text() -> None:
    for row in rows("free_text_cases.tsv"):
        result = repair_cell(row["text"], country=row["default_region"])
        expected = row["real_metadata found at VALID"]
        if expected == "-":  # a valid number without its zero may be offered as a guess
            assert not any(phone.e164 and phone.status == "ok" for phone in result), row["text"]
        else:
            assert [phone.e164 for phone in result] == [expected], row["text"]


def test_every_region_in_both_formats() -> None:
    for row in rows("examples_by_region.tsv"):
        national = row["national_format (input with that default region)"]
        international = row["international_format (input, any region)"]
        for text, country in ((national, row["region"]), (international, ""), (international, "MD")):
            (phone,) = repair_cell(text, country=country)
            assert phone.e164 == row["expected_e164"], (text, country)
            assert phone.status in {"ok", "check"}
