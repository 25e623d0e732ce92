"""``report`` and ``day-sheet`` as a user types them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pypdf
import pytest

from desktop_crm.cli import main
from desktop_crm.services.reports.registry import REPORTS


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESKTOP_CRM_HOME", str(folder))
        assert main(["demo", str(folder / "demo.crm"), "--contacts", "60"]) == 0
    return folder / "demo.crm"


def _report(demo: Path, *words: str) -> int:
    return main(["report", *words, "--database", str(demo)])


def test_all_reports_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {"pack", "activity", "abc", "rfm", "labels", "extract"} <= {one["name"] for one in listed}
    assert all(one["title"] and one["about"] for one in listed)


@pytest.mark.parametrize(
    "name", ["activity", "customers", "abc", "rfm", "reminders", "sources", "trends", "quality", "contacts", "labels",
             "envelopes", "calendar", "pack"]
)  # fmt: skip
def test_each_report_becomes_a_pdf_in_romanian(demo: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / f"{name}.pdf"
    assert _report(demo, name, "--output", str(out), "--lang", "ro") == 0
    reader = pypdf.PdfReader(out)
    assert reader.trailer["/Root"]["/Lang"] == "ro"
    assert len(reader.pages) >= 1
    if name not in ("labels", "envelopes"):
        assert "Pagina 1 din" in reader.pages[1 if name == "pack" else 0].extract_text() or name == "pack"


def test_a_card_and_an_extract_of_one_contact(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contacts", "--sort", "touch", "--limit", "1", "--json", "--database", str(demo)]) == 0
    (contact,) = json.loads(capsys.readouterr().out)
    year = ["--from", "2020-01-01", "--to", "2099-12-31"]
    for name in ("card", "extract"):
        out = tmp_path / f"{name}.pdf"
        assert _report(demo, name, "--contact", str(contact["id"]), "--output", str(out), *year) == 0
        text = " ".join("".join(page.extract_text() for page in pypdf.PdfReader(out).pages).split())
        assert contact["name"] in text
        assert _report(demo, name, "--output", str(out)) == 1
        assert "Contact" in capsys.readouterr().err


def test_workbook_and_json_tell_the_same(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "activity.xlsx"
    assert _report(demo, "activity", "--output", str(out)) == 0
    capsys.readouterr()
    assert _report(demo, "activity", "--json") == 0
    facts = json.loads(capsys.readouterr().out)
    figures = {one["key"]: one for one in facts["figures"]}
    assert len(figures["activity.touches"]["rows"]) == figures["activity.touches"]["value"]
    words = [
        row for row in openpyxl.load_workbook(out)["Report"].iter_rows(values_only=True) if row[0] == "Real contacts"
    ]
    assert words[0][1] == figures["activity.touches"]["value"]


def test_what_cannot_be_is_said_in_a_sentence(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "x.pdf")
    wrong = (
        ["nothing", "--output", out],
        ["activity", "--output", out, "--month", "2026-13"],
        ["activity", "--output", str(tmp_path / "x.doc")],
        ["activity"],
        ["activity", "--output", out, "--from", "2026-02-01"],
        ["activity", "--output", out, "--colleague", "Nobody"],
    )
    for words in wrong:
        assert _report(demo, *words) == 1
        assert "Nothing was changed" in capsys.readouterr().err
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize("name", sorted(set(REPORTS) - {"card", "extract", "labels", "envelopes", "calendar"}))
def test_each_report_becomes_a_workbook(demo: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / f"{name}.xlsx"
    assert _report(demo, name, "--output", str(out), "--month", "2026-10", "--lang", "ru") == 0
    book = openpyxl.load_workbook(out)
    assert "Отчёт" in book.sheetnames[0]
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A2" and all(cell.font.b for cell in sheet[1])
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)


def test_where_nothing_can_be_written_a_sentence_says_so(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for out in (tmp_path / "no" / "x.pdf", tmp_path / "file" / "x.xlsx"):
        assert _report(demo, "quality", "--output", str(out)) == 1
        assert "Traceback" not in (said := capsys.readouterr().err) and out.name in said


def test_a_report_needs_no_window_library(demo: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from desktop_crm.cli import main; code = main(sys.argv[1:]); "
        "sys.exit(code or any(name.startswith(('PySide6', 'shiboken6')) for name in sys.modules))"
    )
    words = ["report", "pack", "--output", str(tmp_path / "pack.pdf"), "--database", str(demo)]
    assert subprocess.run([sys.executable, "-c", script, *words], check=False).returncode == 0


def test_a_copy_is_kept_of_whole_reports_only(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "x.pdf")
    assert _report(demo, "contacts", "--output", out, "--keep") == 1
    assert "--keep" in capsys.readouterr().err


def test_a_list_says_what_it_was_filtered_by(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _report(demo, "contacts", "--json", "--filter", "kind=person", "--filter", "completeness:more=50") == 0
    assert json.loads(capsys.readouterr().out)["filter"] == "Person · Completeness: more than 50"


def test_the_day_sheet(demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "day.pdf"
    assert main(["day-sheet", "--database", str(demo), "--output", str(out), "--lang", "ru"]) == 0
    text = "".join(page.extract_text() for page in pypdf.PdfReader(out).pages)
    assert "Страница 1 из" in text
