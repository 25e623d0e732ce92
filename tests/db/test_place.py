"""What kind of place a path is."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_crm.db.place import place_in, place_of

MOUNTS = r"""
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:26 / /mnt/office rw,relatime shared:2 - cifs //server/office rw,vers=3.1.1
31 22 0:27 / /mnt/office/local rw - ext4 /dev/sdb1 rw
32 22 0:28 / /mnt/with\040blank rw master:1 propagate_from:2 - nfs4 nas:/export rw
33 22 0:29 / /media/ana/STICK rw - vfat /dev/sdc1 rw
34 22 0:30 / /home/ana/remote rw - fuse.sshfs ana@host:/ rw
35 22 0:31 / /mnt/win rw - fuseblk /dev/sdd1 rw
36 22 0:32 / /mnt/odd rw - fuse //server/x rw
broken line
""".strip().splitlines()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/ana/clients.crm", "local"),
        ("/mnt/office/clients.crm", "network"),
        ("/mnt/office2/clients.crm", "local"),
        ("/mnt/office/local/clients.crm", "local"),
        ("/mnt/with blank/clients.crm", "network"),
        ("/media/ana/STICK/clients.crm", "removable"),
        ("/home/ana/remote/clients.crm", "network"),
        ("/mnt/win/clients.crm", "local"),
        ("/mnt/odd/clients.crm", "network"),
    ],
)
def test_the_deepest_mount_point_counts(path: str, kind: str) -> None:
    assert place_in(Path(path), MOUNTS).kind == kind


@pytest.mark.parametrize("folder", ["OneDrive - Firma", "Dropbox", "Yandex.Disk", "Яндекс.Диск", "Nextcloud"])
def test_cloud_folders_are_known_by_name(tmp_path: Path, folder: str) -> None:
    place = place_of(tmp_path / folder / "crm" / "clients.crm")
    assert (place.kind, place.reason) == ("cloud", folder)
    assert folder in place.warning


def test_cloud_folders_are_known_by_their_own_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a" / ".stfolder").mkdir(parents=True)
    assert place_of(tmp_path / "a" / "b" / "x.crm").reason == "Syncthing"
    monkeypatch.setenv("OneDrive", str(tmp_path / "c"))
    assert place_of(tmp_path / "c" / "x.crm").reason == "OneDrive"
    (tmp_path / ".dropbox").mkdir()
    (tmp_path / ".dropbox" / "info.json").write_text(f'{{"personal": {{"path": "{tmp_path}/d"}}}}', encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert place_of(tmp_path / "d" / "x.crm").reason == "Dropbox"


def test_an_ordinary_folder_is_local(tmp_path: Path) -> None:
    place = place_of(tmp_path / "not there yet" / "clients.crm")
    assert place.kind == "local"
    assert place.warning == ""
