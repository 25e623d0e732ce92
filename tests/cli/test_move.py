"""Moving on the command line: the rehearsal, the move, the way back, and what is said of each trouble."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_crm.base import settings
from desktop_crm.cli import main
from desktop_crm.db.address import Address
from tests.guests import PASSWORD, guest_of_mariadb
from tests.moving import empty_place

KINDS = (
    pytest.param("postgresql", marks=pytest.mark.postgresql),
    pytest.param("mariadb", marks=pytest.mark.mariadb),
)


@pytest.fixture
def source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    path = str(tmp_path / "firm.crm")
    assert main(["demo", path, "--contacts", "10"]) == 0
    capsys.readouterr()
    return path


@pytest.fixture
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Address]:
    with empty_place(request.param, tmp_path) as address:
        yield address


@pytest.mark.parametrize("server", KINDS, indirect=True)
def test_to_a_server_and_back(source: str, server: Address, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["move", source, server.shown, "--dry-run", "--json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    assert plan["dry_run"] is True
    assert plan["estimated_seconds"] > 0
    assert main(["move", source, server.shown, "--json"]) == 0
    there = json.loads(capsys.readouterr().out)
    assert {"source", "target", "dry_run", "tables", "seconds", "backup", "estimated_seconds"} <= there.keys()
    assert there["target"] == server.shown
    assert Path(there["backup"]).exists()
    assert there["book"]["ok"] and there["book"]["entries"] > 0
    assert {table["name"]: table["rows"] for table in there["tables"]} == {
        table["name"]: table["rows"] for table in plan["tables"]
    }
    assert all(table["equal"] and table["sum_source"] == table["sum_target"] for table in there["tables"])
    assert settings.load().last_database == server.shown
    assert main(["contacts", "--json"]) == 0  # the last one used is the server now
    assert len(json.loads(capsys.readouterr().out)) > 5
    assert main(["search", "a", "--database", source]) == 1
    said = capsys.readouterr().err
    assert server.shown in said
    assert said.count("\n") == 1
    assert main(["info", source, "--json"]) == 0  # what was left can still be looked at
    facts = json.loads(capsys.readouterr().out)
    assert (facts["moved_to"], facts["read_only"]) == (server.shown, True)
    assert main(["search", "a", "--database", source, "--look"]) == 0
    capsys.readouterr()
    assert main(["undo", "--database", source, "--look"]) == 1
    assert "only be looked at" in capsys.readouterr().err
    back = str(tmp_path / "laptop.crm")
    assert settings.load().last_database == server.shown
    assert main(["move", server.shown, back]) == 0
    said = capsys.readouterr().out
    assert "Contacts: " in said and "contact: " not in said
    assert "its chain is whole" in said
    assert main(["check", back]) == 0
    capsys.readouterr()


@pytest.mark.parametrize("server", KINDS, indirect=True)
def test_troubles_are_told_in_one_sentence(
    source: str, server: Address, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "taken.crm"
    taken.write_text("mine")
    for from_, to in (
        (source, str(taken)),
        (source, source),
        (source, server.shown + "_never"),
        (str(tmp_path / "none.crm"), server.shown),
        (source, "oracle://x/y"),
        (server.shown, str(tmp_path / "new.crm")),
    ):
        assert main(["move", from_, to]) == 1, (from_, to)
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.count("\n") == 1, said.err
    with pytest.raises(SystemExit) as wrong:
        main(["move", source])
    assert wrong.value.code == 2
    capsys.readouterr()
    assert taken.read_text() == "mine"


@pytest.mark.parametrize("server", [KINDS[1]], indirect=True)
def test_a_password_is_asked_for_and_never_shown(
    source: str, server: Address, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    with guest_of_mariadb(server) as guest:
        assert main(["move", source, guest.shown]) == 1  # nobody sits there to be asked
        assert "Traceback" not in capsys.readouterr().err
        monkeypatch.setattr("getpass.getpass", lambda prompt: "wrong")
        assert main(["move", source, guest.shown, "--ask-password"]) == 1
        capsys.readouterr()
        monkeypatch.setattr("getpass.getpass", lambda prompt: PASSWORD)
        assert main(["move", source, guest.shown, "--ask-password", "--json"]) == 0
        said = capsys.readouterr()
        assert PASSWORD not in said.out + said.err
        for path in home.rglob("*"):
            if path.is_file():
                assert PASSWORD.encode() not in path.read_bytes(), path
        assert PASSWORD.encode() not in Path(source).read_bytes()
