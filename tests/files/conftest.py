"""Files built for the tests, and the outside samples where they stand beside the checkout."""

import csv
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT.parent / "shared" / "samples"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def manifest(*kinds: str) -> list[str]:
    """Paths of all samples of these kinds; a placeholder that skips where there are none."""
    if not SAMPLES.exists():
        return ["(no samples)"]
    with (SAMPLES / "MANIFEST.tsv").open(encoding="utf-8") as source:
        rows = csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row["local_path"] for row in rows if row["kind"] in kinds]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marker = metafunc.definition.get_closest_marker("samples")
    if marker is not None:
        metafunc.parametrize("sample", manifest(*marker.args))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "samples(*kinds): runs once for each outside sample of these kinds")


@pytest.fixture
def samples() -> Path:
    if not SAMPLES.exists():
        pytest.skip("the outside samples are not beside this checkout")
    return SAMPLES


@pytest.fixture
def expected(samples: Path) -> Callable[[str], dict]:
    def load(sample: str) -> dict:
        return json.loads((samples / "expected" / f"{sample}.json").read_text(encoding="utf-8"))

    return load


@pytest.fixture
def build_xlsx(tmp_path: Path) -> Callable[..., Path]:
    """An .xlsx from raw sheet XML, so that also what no program would write can be tested."""

    def build(
        rows: str | bytes | Iterable[bytes],
        *,
        name: str = "list.xlsx",
        before: str = "",
        after: str = "",
        shared: bytes = b"",
        styles: str = "",
        sheets: tuple[tuple[str, str], ...] = (("S", "visible"),),
        head: bytes = b"",
    ) -> Path:
        path = tmp_path / name
        entries = "".join(
            f'<sheet name="{title}" sheetId="{index}" state="{state}" r:id="rId{index}"/>'
            for index, (title, state) in enumerate(sheets, 1)
        )
        links = "".join(
            f'<Relationship Id="rId{index}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{index}.xml"/>'
            for index in range(1, len(sheets) + 1)
        )
        pieces = [rows.encode() if isinstance(rows, str) else rows] if isinstance(rows, str | bytes) else rows
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            target.writestr(
                "[Content_Types].xml",
                f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.'
                'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
                "</Types>",
            )
            target.writestr(
                "_rels/.rels",
                f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
                f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            )
            target.writestr(
                "xl/workbook.xml",
                f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{entries}</sheets></workbook>',
            )
            target.writestr(
                "xl/_rels/workbook.xml.rels",
                f'<Relationships xmlns="{PACKAGE}/relationships">{links}'
                f'<Relationship Id="s1" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
                f'<Relationship Id="s2" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
            )
            target.writestr("xl/styles.xml", f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>')
            target.writestr("xl/sharedStrings.xml", shared or f'<sst xmlns="{MAIN}"></sst>')
            for index in range(1, len(sheets) + 1):
                with target.open(f"xl/worksheets/sheet{index}.xml", "w") as sheet:
                    sheet.write(head + f'<worksheet xmlns="{MAIN}">{before}<sheetData>'.encode())
                    for piece in pieces:
                        sheet.write(piece)
                    sheet.write(f"</sheetData>{after}</worksheet>".encode())
        return path

    return build


@pytest.fixture
def build_ods(tmp_path: Path) -> Callable[..., Path]:
    """An .ods from raw rows of its one table."""

    def build(rows: str, *, name: str = "list.ods", head: str = "", styles: str = "", manifest: str = "") -> Path:
        path = tmp_path / name
        spaces = " ".join(
            f'xmlns:{key}="{ODF}{value}:1.0"'
            for key, value in (
                ("office", "office"),
                ("table", "table"),
                ("text", "text"),
                ("style", "style"),
                ("number", "datastyle"),
            )
        )
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            target.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            target.writestr(
                "content.xml",
                f"{head}<office:document-content {spaces}>"
                f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
                f'<table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body>'
                "</office:document-content>",
            )
            target.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        return path

    return build


PROBE = """
import json, resource, sys, time
from desktop_crm.base.errors import CrmError
from desktop_crm.files.source import read_source
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
begin = time.process_time()
try:
    found = read_source(sys.argv[1])
    outcome = "read"
except CrmError as error:
    outcome = type(error).__name__
    str(error)
print(json.dumps([outcome, time.process_time() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024]))
"""


@pytest.fixture
def probe() -> Callable[[Path], str]:
    """Read a file in a process of its own; its outcome, proved to take less than 10 seconds and 1 GB."""

    def run(path: Path) -> str:
        if sys.platform == "win32":
            pytest.skip("memory limits of a process are set on POSIX only")
        done = subprocess.run(
            [sys.executable, "-c", PROBE, str(path)],
            capture_output=True,
            timeout=100,
            check=False,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert done.returncode == 0, done.stderr.decode()[-2000:]
        outcome, seconds, megabytes = json.loads(done.stdout)
        assert seconds < 10
        assert megabytes < 1000
        return str(outcome)

    return run
