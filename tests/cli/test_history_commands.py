"""The history on the command line."""

from pathlib import Path

import pytest

from desktop_crm.cli import main
from tests.cli.test_commands import answer, base, clients, trouble

__all__ = ["base", "clients"]  # fixtures

MAIL = b"""From: Ana <ana@orhei-vit.example>
To: us@firm.example
Date: Sat, 01 Mar 2025 10:00:00 +0200
Message-ID: <1@orhei-vit.example>
Subject: Comanda 7

Zece rafturi.
"""


@pytest.fixture
def ana(base: str, capsys) -> int:
    return next(row["id"] for row in answer(capsys, "contacts", "--json") if row["name"] == "Ana Rusu")


def test_an_entry_from_beginning_to_end(base: str, ana: int, capsys, tmp_path: Path) -> None:
    paper = tmp_path / "oferta.pdf"
    paper.write_bytes(b"%PDF-1.4")
    made = answer(
        capsys, "interaction", "new", "--contact", str(ana), "--kind", "call", "--text", "Wants ten", "--outcome",
        "call_back", "--next-step", "Call again", "--due", "2030-01-02", "--file", str(paper), "--json",
    )["id"]  # fmt: skip
    (row,) = answer(capsys, "interactions", "--contact", str(ana), "--kind", "call", "--json")
    assert (row["id"], row["body"], row["outcome"], row["state"]) == (made, "Wants ten", "Call back later", "done")
    assert (row["steps"][0]["title"], row["steps"][0]["due_on"]) == ("Call again", "2030-01-02")
    main(["interaction", "change", str(made), "--minutes", "6", "--subject", "Price"])
    main(["interaction", "pin", str(made)])
    capsys.readouterr()
    assert main(["interactions", "--contact", str(ana)]) == 0
    assert "Price" in capsys.readouterr().out
    shown = answer(capsys, "show", str(ana), "--json")
    assert shown["pinned"][0]["duration_minutes"] == 6 and shown["reminders"][0]["title"] == "Call again"
    (file,) = answer(capsys, "attachments", "--contact", str(ana), "--json")
    assert main(["attachment", "save", str(file["id"]), str(tmp_path / "out.pdf")]) == 0
    assert (tmp_path / "out.pdf").read_bytes() == b"%PDF-1.4"
    capsys.readouterr()
    answer(capsys, "attach", str(paper), "--interaction", str(made), "--json")
    (row,) = answer(capsys, "interactions", "--contact", str(ana), "--kind", "call", "--json")
    assert [file["name"] for file in row["files"]] == ["oferta.pdf", "oferta.pdf"]
    main(["interaction", "delete", str(made)])
    capsys.readouterr()
    assert answer(capsys, "interactions", "--contact", str(ana), "--kind", "call", "--json") == []
    assert main(["undo"]) == 0
    capsys.readouterr()
    assert len(answer(capsys, "interactions", "--kind", "call", "--json")) == 1


def test_files_and_mails(base: str, ana: int, capsys, tmp_path: Path) -> None:
    paper, mail = tmp_path / "a.txt", tmp_path / "a.eml"
    paper.write_text("abc", "utf-8")
    mail.write_bytes(MAIL)
    (kept,) = answer(capsys, "attach", str(paper), "--contact", str(ana), "--json")["ids"]
    assert main(["attachment", "rename", str(kept), "b.txt"]) == 0
    capsys.readouterr()
    assert [line["name"] for line in answer(capsys, "attachments", "--contact", str(ana), "--json")] == ["b.txt"]
    assert main(["attachment", "remove", str(kept)]) == 0
    capsys.readouterr()
    taken = answer(capsys, "mail", str(mail), "--json")
    assert (taken["contact_id"], taken["new"]) == (ana, True)
    assert answer(capsys, "mail", str(mail), "--contact", str(ana), "--json")["new"] is False
    (row,) = answer(capsys, "interactions", "--contact", str(ana), "--kind", "email", "--json")
    assert (row["subject"], row["direction"], row["body"]) == ("Comanda 7", "in", "Zece rafturi.")


def test_troubles_are_sentences(base: str, ana: int, capsys, tmp_path: Path) -> None:
    paper = tmp_path / "a.txt"
    paper.write_text("abc", "utf-8")
    assert "a.txt" in trouble(capsys, "mail", str(paper))
    assert "gone.txt" in trouble(capsys, "attach", str(tmp_path / "gone.txt"), "--contact", str(ana))
    assert "The contact" in trouble(capsys, "attach", str(paper), "--contact", "5")
    assert "lost" in trouble(capsys, "interaction", "new", "--contact", str(ana), "--outcome", "lost")
    assert "soon" in trouble(capsys, "interaction", "new", "--contact", str(ana), "--at", "soon")
    assert "The entry" in trouble(capsys, "interaction", "pin", "5")
    assert "The file" in trouble(capsys, "attachment", "save", "5", str(tmp_path / "x"))
