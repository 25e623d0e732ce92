"""A register of 500 pages against the bare canvas, in time and memory; a month's figures against their SQL."""

import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

DAY = timedelta(days=1)
ROWS = 16_500  # some 750 pages of the register: rows of one and of two lines
_WORDS = "The shelf came damaged, the customer asks for another one"


def rows() -> list[tuple[object, ...]]:
    """The same rows for both."""
    return [
        (number + 1, f"Client Țurcanu & Петров {number}", date(2026, 1 + number % 12, 1 + number % 28),
         Decimal(number * 7 % 9000), "In person", _WORDS if number % 3 else f"{_WORDS}; {_WORDS.lower()}")
        for number in range(ROWS)
    ]  # fmt: skip


def register(path: Path) -> int:
    """By the program."""
    from desktop_crm.base.document import Column, Document, Table
    from desktop_crm.files.pdf import write_pdf

    columns = (
        Column("No.", "number"), Column("Client", strong=True), Column("Received", "date"), Column("Amount", "money"),
        Column("Channel"), Column("What happened"),
    )  # fmt: skip
    return write_pdf(path, Document("Register", (Table(columns, rows()),)))  # type: ignore[arg-type]


def canvas(path: Path, pages: int = 750) -> int:
    """The same words by reportlab's canvas alone: a line of text drawn where it belongs, no measuring, no rules."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from desktop_crm.base.paths import resources_folder

    pdfmetrics.registerFont(TTFont("plain", str(resources_folder() / "fonts" / "Inter_400Regular.ttf")))
    drawn = Canvas(str(path), pageCompression=1)
    found = rows()
    each = -(-len(found) // pages)
    for start in range(0, len(found), each):
        for place, row in enumerate(found[start : start + each]):
            drawn.setFont("plain", 8.5)
            for left, value in zip((40, 70, 220, 280, 340, 400), row, strict=True):
                drawn.drawString(left, 800 - place * 22, str(value))
        drawn.showPage()
    drawn.save()
    return pages


def _measured(what: str) -> tuple[float, float, int]:
    """(seconds, peak MiB, pages) in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_reports", what]
    seconds, memory, pages = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(seconds), float(memory), int(pages)


def _measure(work: Callable[[Path], int]) -> None:
    with tempfile.TemporaryDirectory() as place:
        start = time.process_time()
        pages = work(Path(place) / "out.pdf")
        spent = time.process_time() - start
    print(spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, pages)


def month_figures() -> None:
    """Sums of one month from 1,000,000 interactions."""
    from sqlalchemy import text

    from desktop_crm.db.address import parse_address
    from desktop_crm.db.database import Database
    from desktop_crm.services.derived import DERIVED
    from desktop_crm.services.reports import activity
    from desktop_crm.services.reports.periods import parse_month
    from tests.benchmarks.big_base import big_base

    who = {"operator": "Ana", "workstation": "pc", "installation": "pc"}
    database = Database.open(parse_address(str(big_base())), **who, derived=DERIVED)
    try:
        with database.read() as session:
            newest = str(session.execute(text("select max(started_at) from interaction where state = 'done'")).scalar())
            period = parse_month(newest[:7]).before
            a, b = (one.strftime("%Y-%m-%d %H:%M:%S.000000") for one in (period.begin, period.end))
            plain = text(
                "select coalesce(responsible_id, author_id), kind, count(*), count(distinct contact_id), "
                "sum(duration_minutes) from interaction where started_at >= :a and started_at < :b and state = 'done' "
                "and deleted_at is null and private = 0 group by 1, 2"
            )
            reference = _best(lambda: session.execute(plain, {"a": a, "b": b}).all())
            ours = _best(lambda: activity.month_figures(session, period))
    finally:
        database.close()
    print(f"{'month figures of 1,000,000 interactions':46}{ours * 1000:9.1f} ms {ours / reference:7.2f}× SQL  ≤ 2 ×")


BY_HAND = """
    WITH touch AS (
        SELECT contact_id, started_at FROM interaction WHERE state = 'done' AND kind <> 'note' AND NOT private
            AND deleted_at IS NULL
        UNION ALL
        SELECT p.contact_id, i.started_at FROM participant p CROSS JOIN interaction i ON i.id = p.interaction_id
        WHERE i.state = 'done' AND i.kind <> 'note' AND NOT i.private AND i.deleted_at IS NULL
            AND p.contact_id IS NOT NULL AND p.deleted_at IS NULL
    ), last AS (
        SELECT contact_id, MAX(started_at) AS at FROM touch WHERE started_at < :end GROUP BY contact_id
    ), customer AS (
        SELECT id FROM contact WHERE deleted_at IS NULL AND archived_at IS NULL
            AND relation_to_us NOT IN ('supplier', 'partner', 'competitor', 'press', 'other')
    )
    SELECT (SELECT COUNT(*) FROM interaction WHERE state = 'done' AND kind <> 'note' AND NOT private
                AND deleted_at IS NULL AND started_at >= :begin AND started_at < :end) AS touches,
           (SELECT COUNT(*) FROM last JOIN customer ON id = contact_id WHERE at >= :lost AND at < :quiet) AS dormant,
           (SELECT COUNT(*) FROM last JOIN customer ON id = contact_id WHERE at >= :gone AND at < :lost) AS lost,
           (SELECT COUNT(DISTINCT contact_id) FROM touch JOIN customer ON id = contact_id
                WHERE started_at >= :year AND started_at < :end) AS classed
"""


def whole_base() -> None:
    """The owner's pack of 100,000 contacts and 1,000,000 interactions; its totals against SQL by hand."""
    from sqlalchemy import event, text

    from desktop_crm.base.document import Figures
    from desktop_crm.db.address import parse_address
    from desktop_crm.db.database import Database
    from desktop_crm.services.derived import DERIVED
    from desktop_crm.services.reports.periods import moment_of, parse_month
    from desktop_crm.services.reports.registry import make_report
    from desktop_crm.services.reports.request import ReportRequest, Thresholds
    from tests.benchmarks.big_base import big_base

    who = {"operator": "Ana", "workstation": "pc", "installation": "pc"}
    database = Database.open(parse_address(str(big_base())), **who, derived=DERIVED)
    try:
        with database.read() as session:
            newest = str(session.execute(text("select max(started_at) from interaction where state = 'done'")).scalar())
            period, lines = parse_month(newest[:7]).before, Thresholds()
            asked: list[tuple[str, object]] = []

            @event.listens_for(database.engine, "before_cursor_execute")
            def _note(_connection: object, _cursor: object, words: str, values: object, *_more: object) -> None:
                asked.append((words, values))

            start = time.process_time()
            document = make_report(session, "pack", ReportRequest(period))
            spent = time.process_time() - start
            raw = session.connection().connection.driver_connection
            assert raw is not None
            start = time.process_time()
            for words, values in list(asked):
                raw.execute(words, values).fetchall()
            own = time.process_time() - start
            slowest = max(_cancelled(database, period, spent * share) for share in (0.1, 0.3, 0.5, 0.7, 0.9))
            days = {
                "begin": period.first, "end": period.last + DAY, "quiet": period.last - DAY * (lines.dormant_days - 1),
                "lost": period.last - DAY * (lines.lost_days - 1), "gone": period.first - DAY * lines.lost_days,
                "year": period.last - DAY * 364,
            }  # fmt: skip
            moments = {name: f"{moment_of(day):%Y-%m-%d %H:%M:%S.000000}" for name, day in days.items()}
            start = time.process_time()
            hand = session.execute(text(BY_HAND), moments).one()
            by_hand = time.process_time() - start
    finally:
        database.close()
    figures = {one.key: one.value for block in document.blocks if isinstance(block, Figures) for one in block.items}
    ours = (
        figures["activity.touches"], figures["customers.dormant"], figures["customers.lost"],
        sum(figures[f"abc.{name}"] for name in "ABC"),
    )  # fmt: skip
    assert ours == tuple(hand), (ours, tuple(hand))
    print(f"{'pack of 100,000 contacts, 1,000,000 entries':46}{spent:9.2f} s  {spent / own:5.2f}× its own statements")
    print(f"{'the same four of its sums by hand':46}{by_hand:9.2f} s  {spent / by_hand:5.1f}×")
    print(f"{'its cancel, the slowest of five moments':46}{slowest:9.2f} s  ≤ 0.5 s")


def _cancelled(database: Any, period: Any, after: float) -> float:
    """Seconds that the pack went on when it was cancelled *after* so many."""
    from desktop_crm.base.errors import Cancelled
    from desktop_crm.base.progress import Progress
    from desktop_crm.services.reports.registry import make_report
    from desktop_crm.services.reports.request import ReportRequest

    progress, told = Progress(), []

    def cancel() -> None:
        told.append(time.perf_counter())
        progress.cancel()

    timer = threading.Timer(after, cancel)
    timer.start()
    try:
        database.ask(lambda session, progress: make_report(session, "pack", ReportRequest(period, progress=progress)),
                     progress=progress)  # fmt: skip
    except Cancelled:
        return time.perf_counter() - told[0]
    timer.cancel()  # it was quicker than thought
    return 0.0


def _best(work: Callable[[], Sequence[object]]) -> float:
    times = []
    for _round in range(5):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> int:
    """The table."""
    bare, own = _measured("canvas"), _measured("register")
    ratio = own[0] / bare[0] * bare[2] / own[2]
    print(f"{'bare canvas, ' + str(bare[2]) + ' pages':46}{bare[0]:9.2f} s  {bare[1]:7.0f} MiB")
    print(
        f"{'register, ' + str(own[2]) + ' pages':46}{own[0]:9.2f} s  {own[1]:7.0f} MiB  {ratio:5.2f}×  ≤ 2 ×, ≤ 150 MiB"
    )
    month_figures()
    whole_base()
    return 0


if __name__ == "__main__":
    if sys.argv[1:]:
        _measure({"register": register, "canvas": canvas}[sys.argv[1]])
    else:
        sys.exit(main())
