"""Work done by other processes: the same answers, known errors, a cancel at once, and nothing left over."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing import resource_tracker
from pathlib import Path

import pytest

from desktop_crm.base import i18n, side_by_side
from desktop_crm.base.errors import Cancelled, FileMissing
from tests import slow_work

ROOT = Path(__file__).resolve().parents[2]
MANY = side_by_side.MANY


@pytest.fixture(autouse=True)
def two_processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(side_by_side, "processes", lambda: 2)
    yield
    side_by_side.end()


def mapped(make: Callable[..., Callable[[int], object]], setting: object, count: int, rows: int = MANY) -> list[object]:
    return list(side_by_side.side_by_side(make, setting, range(count), lambda: None, rows=rows))


def test_the_answers_come_in_order_also_from_other_processes_in_the_language_of_the_user() -> None:
    found: list[tuple[int, int, str]] = []

    def until_another_took_part() -> Iterator[int]:
        patience = time.monotonic() + 60
        number = 0
        while len({answer[1] for answer in found}) < 2 and time.monotonic() < patience:
            yield number
            number += 1

    chunks = until_another_took_part()
    with i18n.language_scope("ro"):
        for answer in side_by_side.side_by_side(slow_work.doubled, 1, chunks, lambda: None, rows=MANY):
            found.append(answer)
    assert [answer[0] for answer in found] == [2 * number + 1 for number in range(len(found))]
    assert {answer[1] for answer in found} > {os.getpid()}
    assert {answer[2] for answer in found} == {"ro"}


def test_little_work_and_a_single_core_stay_here(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {answer[1] for answer in mapped(slow_work.doubled, 0, 5, rows=MANY - 1)} == {os.getpid()}
    monkeypatch.setattr(side_by_side, "processes", lambda: 0)
    assert {answer[1] for answer in mapped(slow_work.doubled, 0, 5)} == {os.getpid()}


def test_where_no_process_can_start_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    side_by_side.end()
    resource_tracker.ensure_running()  # the library's own, which later tests need
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    monkeypatch.setattr("multiprocessing.spawn._python_exe", b"/nowhere/python")
    assert {answer[1] for answer in mapped(slow_work.doubled, 0, 5)} == {os.getpid()}


def test_a_killed_process_loses_nothing() -> None:
    assert mapped(slow_work.killed, os.getpid(), 60) == list(range(60))
    assert mapped(slow_work.refused, None, 2) == [0, 1]  # the next work gets new processes


def test_a_known_error_comes_with_its_sentence() -> None:
    with pytest.raises(FileMissing) as caught, i18n.language_scope("ro"):
        mapped(slow_work.refused, None, 5)
    assert caught.value.facts == {"name": "clienți.xlsx"}


def test_a_cancel_takes_less_than_half_a_second() -> None:
    mapped(slow_work.doubled, 0, 4)  # they have started
    begun = time.monotonic()

    def told() -> None:
        if time.monotonic() - begun > 0.2:
            raise Cancelled

    with pytest.raises(Cancelled):
        list(side_by_side.side_by_side(slow_work.slow, 0.1, range(80), told, rows=MANY))
    assert time.monotonic() - begun < 0.7


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="signals of POSIX")
@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_nothing_is_left_of_a_program_that_is_killed_or_interrupted(sent: signal.Signals) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.slow_work", "0.05"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert program.stdout is not None
    workers: set[int] = set()
    while not workers:
        workers = {int(program.stdout.readline())} - {program.pid}
    if sent == signal.SIGINT:
        os.killpg(program.pid, sent)  # as a terminal does
    else:
        program.kill()
    _rest, told = program.communicate(timeout=20)
    assert told.count("Traceback") <= 1  # its own KeyboardInterrupt, none of the others
    patience = time.monotonic() + 10
    while (left := {pid for pid in workers if _lives(pid)}) and time.monotonic() < patience:
        time.sleep(0.05)
    assert not left


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
