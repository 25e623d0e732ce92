"""Reminders on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_crm.cli import main
from tests import databases


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(databases.new_file(tmp_path / "a.crm").path)


def ask(capsys: pytest.CaptureFixture[str], *words: str):
    assert main(list(words)) == 0
    return json.loads(capsys.readouterr().out)


def test_from_the_sentence_to_done(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    made = ask(capsys, "remind", "call Ana every Monday at 10", "--database", database, "--json")
    assert (made["title"], made["kind"], made["rule"], made["overdue"]) == (
        "Call Ana",
        "call",
        "FREQ=WEEKLY;BYDAY=MO",
        False,
    )
    assert [line["id"] for line in ask(capsys, "reminders", "--database", database, "--json")] == [made["id"]]
    assert ask(capsys, "snooze", str(made["id"]), "--tomorrow", "--database", database, "--json")["snoozed"] == 1
    done = ask(capsys, "done", str(made["id"]), "--result", "Reached", "--database", database, "--json")
    assert done["status"] == "done"
    following = ask(capsys, "reminders", "--database", database, "--json")
    assert [line["title"] for line in following] == ["Call Ana"] and following[0]["id"] != made["id"]
    day = following[0]["due_on"]
    assert len(ask(capsys, "reminders", "--date", day, "--database", database, "--json")) == 1
    assert ask(capsys, "reminders", "--overdue", "--database", database, "--json") == []


def test_a_dry_run_writes_nothing(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = ask(capsys, "remind", "sună", "Ana", "mâine", "la", "10", "--dry-run", "--database", database, "--json")
    assert found["title"] == "Sună Ana" and found["due_at"]
    assert ask(capsys, "reminders", "--all", "--database", database, "--json") == []


def test_a_calendar_goes_out_and_comes_in_once(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(capsys, "remind", "send offer tomorrow", "--database", database, "--json")
    out = tmp_path / "out.ics"
    assert main(["export", "reminders", str(out), "--database", database]) == 0
    capsys.readouterr()
    other = str(databases.new_file(tmp_path / "b.crm").path)
    assert ask(capsys, "import", str(out), "--into", other, "--json")["created"] == 1
    again = ask(capsys, "import", str(out), "--into", other, "--json")
    assert (again["created"], again["known"]) == (0, 1)


@pytest.mark.parametrize(
    "words",
    [
        ("done", "7"), ("snooze", "7"), ("reminders", "--date", "someday"), ("remind", "x", "--due", "someday"),
        ("remind", "x tomorrow", "--repeat", "FREQ=SECONDLY"), ("export", "reminders", "out.xlsx"),
    ],
)  # fmt: skip
def test_slips_get_a_sentence(database: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--database", database]) == 1
    said = capsys.readouterr()
    assert "Nothing was changed" in said.err and "Traceback" not in said.err
