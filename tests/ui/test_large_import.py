"""A large import through the window: a verified backup goes before it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop_crm.base import paths
from desktop_crm.db.backup import verify_backup
from desktop_crm.ui.importing import page as wizard
from tests.ui.flow_windows import opened_window


@pytest.mark.parametrize(("rows", "backups"), [(1001, 1), (1000, 0)])
def test_a_backup_goes_before_more_than_a_thousand_rows(qtbot, tmp_path: Path, rows: int, backups: int) -> None:
    path = tmp_path / "clients.csv"
    path.write_text("Nume,Telefon\n" + "".join(f"Ion Rusu {n},+373690{n:05}\n" for n in range(rows)), "utf-8")
    with opened_window(qtbot, tmp_path / "base.crm") as window:
        window.show_page("import", path=path)
        page = window.pages["import"]
        qtbot.waitUntil(lambda: page.flow.source is not None and bool(page.flow.columns), timeout=10_000)
        for step in (wizard.COLUMNS, wizard.CLEAN_UP, wizard.DUPLICATES, wizard.IMPORT, wizard.RESULT):
            qtbot.waitUntil(page.onward.isEnabled, timeout=20_000)
            qtbot.keyClick(page.onward, Qt.Key.Key_Space)
            qtbot.waitUntil(lambda step=step: page.current == step, timeout=20_000)
    found = sorted(paths.backups_folder().glob("*.crm"))
    assert len(found) == backups
    for copy in found:
        assert verify_backup(copy).counts["contact"] == 0  # as it was before
