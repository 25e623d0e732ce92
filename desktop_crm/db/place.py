"""What kind of place a path is: own disk, network, a folder that a cloud service copies, a stick."""

from __future__ import annotations

import ctypes
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from desktop_crm.base.i18n import N_, _

_NETWORK = frozenset(
    {"9p", "afpfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "davfs2", "glusterfs", "gpfs", "lustre", "ncpfs"}
    | {"nfs", "nfs3", "nfs4", "prl_fs", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs", "webdav"}
    | {"fuse.ceph", "fuse.cifs", "fuse.curlftpfs", "fuse.davfs", "fuse.davfs2", "fuse.gvfsd-fuse", "fuse.glusterfs"}
    | {"fuse.rclone", "fuse.sshfs", "fuse.vmhgfs-fuse"}
)
_CLOUD_NAMES = re.compile(
    r"^(OneDrive( - .+)?|Dropbox( \(.+\))?|Google ?Drive|GoogleDrive-.+|My Drive|Mobile Documents|iCloud ?Drive"
    r"|CloudStorage|Yandex\.?Disk|Яндекс\.?Диск|Nextcloud|ownCloud|Sync|pCloudDrive|MEGA|Mail\.Ru Cloud)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Place:
    """Kind of a place (local, network, cloud, removable) and what shows it."""

    kind: str
    reason: str = ""  # file system or service

    @property
    def is_network(self) -> bool:
        """Whether other computers may write there."""
        return self.kind == "network"

    @property
    def warning(self) -> str:
        """A sentence for the owner, '' where there is nothing to say."""
        if self.kind not in _WARNINGS:
            return ""
        return _(_WARNINGS[self.kind]).format(reason=self.reason)


_WARNINGS = {
    "cloud": N_(
        "This folder is copied by {reason}. Use the database here on one computer only: two computers that change it "
        "at the same time would each lose what the other one did. Backups here are welcome."
    ),
    "removable": N_("This is a removable disk. Close the program before you take it out, and keep backups elsewhere."),
}


def place_of(path: Path) -> Place:
    """What kind of place *path* (which need not exist yet) is."""
    path = _existing(path)
    if sys.platform == "win32":
        place = _windows_place(path)
    elif sys.platform == "darwin":
        place = _mac_place(path)
    else:
        place = _linux_place(path)
    if place.kind == "network":
        return place
    return _cloud_place(path) or place


def _existing(path: Path) -> Path:
    path = Path(os.path.abspath(path))  # noqa: PTH100 - keeps a UNC path as it is, follows nothing
    try:
        return path.resolve()
    except OSError:  # a share that is gone
        return path


def _cloud_place(path: Path) -> Place | None:
    for variable in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        root = os.environ.get(variable)
        if root and path.is_relative_to(root):
            return Place("cloud", "OneDrive")
    for root in _dropbox_folders():
        if path.is_relative_to(root):
            return Place("cloud", "Dropbox")
    for folder in path.parents:
        if _CLOUD_NAMES.match(folder.name):
            return Place("cloud", folder.name)
        if folder.joinpath(".stfolder").exists():
            return Place("cloud", "Syncthing")
    return None


def _dropbox_folders() -> list[str]:
    folders = [Path.home() / ".dropbox"]
    folders += [Path(os.environ[name]) / "Dropbox" for name in ("APPDATA", "LOCALAPPDATA") if os.environ.get(name)]
    for folder in folders:
        try:
            accounts = json.loads((folder / "info.json").read_text(encoding="utf-8"))
            return [str(account["path"]) for account in accounts.values()]
        except (OSError, ValueError, AttributeError, KeyError, TypeError):
            continue
    return []


def _linux_place(path: Path) -> Place:
    try:
        lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return Place("local")
    return place_in(path, lines)


def place_in(path: Path, mountinfo: list[str]) -> Place:
    """Place of *path* by the lines of ``/proc/self/mountinfo``: the deepest mount point that holds it counts."""
    best, kind, device = "", "", ""
    for line in mountinfo:
        before, mark, after = line.partition(" - ")
        fields, rest = before.split(), after.split()
        if not mark or len(fields) < 5 or len(rest) < 2:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), fields[4])
        if len(point) >= len(best) and path.is_relative_to(point):
            best, kind, device = point, rest[0], rest[1]
    if kind in _NETWORK or (kind.startswith("fuse") and device.startswith(("//", "\\\\"))):
        return Place("network", kind)
    if best.startswith(("/media/", "/run/media/")):
        return Place("removable", best)
    return Place("local", kind)


def _windows_place(path: Path) -> Place:
    if str(path).startswith(("\\\\", "//")) and not str(path).startswith(("\\\\?\\", "\\\\.\\")):
        return Place("network", "UNC")
    if str(path).startswith("\\\\?\\UNC\\"):
        return Place("network", "UNC")
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows only
    drive = kernel.GetDriveTypeW(f"{path.anchor}")
    return {2: Place("removable", path.anchor), 4: Place("network", path.anchor)}.get(drive, Place("local"))


def _mac_place(path: Path) -> Place:
    try:
        answer = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return Place("local")
    best, kind = "", ""
    for match in re.finditer(r"^.+? on (.+) \((\w+)", answer, re.MULTILINE):
        if len(match[1]) >= len(best) and path.is_relative_to(match[1]):
            best, kind = match[1], match[2]
    if kind in _NETWORK:
        return Place("network", kind)
    return Place("removable", best) if best.startswith("/Volumes/") else Place("local", kind)
