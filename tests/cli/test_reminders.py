"""Reminders on the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_crm.base import settings
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


def test_all_of_a_reminder_is_said_and_changed(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    complaint = ask(capsys, "complaint", "new", "Wet boxes", "--database", database, "--json")
    words = ("--due", "2027-03-01", "--not-before", "2027-02-20", "--status", "waiting", "--note", "Kindly",
             "--step", "one", "--step", "two", "--repeat", "FREQ=MONTHLY;BYMONTHDAY=1", "--from-completion",
             "--complaint", str(complaint["number"]), "--before", "30")  # fmt: skip
    made = ask(capsys, "remind", "pay the rent", *words, "--database", database, "--json")
    number = str(made["id"])
    shown = ask(capsys, "reminder", "show", number, "--database", database, "--json")
    assert (shown["status"], shown["start_on"], shown["note"], shown["lead_minutes"], shown["from_completion"]) == (
        "waiting", "2027-02-20", "Kindly", 30, True,
    )  # fmt: skip
    assert "Wet boxes" in shown["complaint"] and shown["alarm"] == "armed"
    ask(capsys, "reminder", "tick", "2", number, "--database", database, "--json")
    change = ("--title", "Pay", "--result", "Asked", "--status", "in_progress", "--repeat", "FREQ=YEARLY",
              "--no-from-completion", "--scope", "all", "--step", "two", "--step", "three")  # fmt: skip
    after = ask(capsys, "reminder", "change", number, *change, "--database", database, "--json")
    assert (after["title"], after["result"], after["status"], after["rule"], after["from_completion"]) == (
        "Pay", "Asked", "in_progress", "FREQ=YEARLY", False,
    )  # fmt: skip
    assert after["checklist"] == [{"text": "two", "done": True}, {"text": "three", "done": False}]
    ask(capsys, "done", number, "--database", database, "--json")
    there = ask(capsys, "reminders", "--database", database, "--json")
    (following,) = [line for line in there if line["title"] == "Pay"]
    shown = ask(capsys, "reminder", "show", str(following["id"]), "--database", database, "--json")
    assert (shown["title"], shown["due_on"], shown["start_on"]) == ("Pay", "2028-03-01", None)
    assert [line["text"] for line in shown["checklist"]] == ["two", "three"]
    ask(capsys, "reminder", "delete", str(following["id"]), "--database", database, "--json")
    assert following["id"] not in [line["id"] for line in ask(capsys, "reminders", "--database", database, "--json")]


def test_a_calendar_goes_out_and_comes_in_once(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(capsys, "remind", "send offer tomorrow", "--database", database, "--json")
    out = tmp_path / "out.ics"
    written = ask(capsys, "export", "reminders", str(out), "--database", database, "--json")
    assert written == {"file": "out.ics", "count": 1}
    sheet = ask(capsys, "day-sheet", "--output", str(tmp_path / "day.pdf"), "--database", database, "--json")
    assert (sheet["file"], sheet["pages"]) == ("day.pdf", 1) and (tmp_path / "day.pdf").stat().st_size > 1000
    other = str(databases.new_file(tmp_path / "b.crm").path)
    assert ask(capsys, "import", str(out), "--into", other, "--json")["created"] == 1
    again = ask(capsys, "import", str(out), "--into", other, "--json")
    assert (again["created"], again["known"]) == (0, 1)


@pytest.mark.parametrize(
    "words",
    [
        ("done", "7"), ("snooze", "7"), ("reminders", "--date", "someday"), ("remind", "x", "--due", "someday"),
        ("reminders", "--assignee", "Nobody"), ("remind", "x", "--due", "2027-01-01", "--not-before", "2027-01-02"),
        ("remind", "x tomorrow", "--repeat", "FREQ=SECONDLY"), ("export", "reminders", "out.xlsx"),
    ],
)  # fmt: skip
def test_slips_get_a_sentence(database: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--database", database]) == 1
    said = capsys.readouterr()
    assert "Nothing was changed" in said.err and "Traceback" not in said.err


def test_the_calendar_file_of_the_settings_follows_the_command_line(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "calendars"
    folder.mkdir()
    settings.save(replace(settings.load(), calendar_folder=str(folder)))
    made = ask(capsys, "remind", "call Ana tomorrow at 10", "--database", database, "--json")
    file = folder / "a-reminders.ics"
    assert "SUMMARY:Call Ana" in file.read_text("utf-8") and "X-WR-CALNAME:A" in file.read_text("utf-8")
    ask(capsys, "done", str(made["id"]), "--database", database, "--json")
    assert "SUMMARY:Call Ana" not in file.read_text("utf-8")
    assert main(["undo", "--database", database]) == 0
    assert "SUMMARY:Call Ana" in file.read_text("utf-8")
    file.unlink()
    folder.rmdir()
    capsys.readouterr()
    assert main(["done", str(made["id"]), "--database", database]) == 0  # what was asked for is done all the same
    assert "calendars" in capsys.readouterr().err
