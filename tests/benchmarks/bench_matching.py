"""Duplicates among 1,000, 10,000 and 100,000 rows: time against plain keys, precision, recall, memory.

The reference of the same run is the cheapest thing that could be done: one dictionary over phone, e-mail and name with
town and company.
"""

import csv
import time
import tracemalloc
from itertools import combinations

from desktop_crm.services.matching import MatchRecord, find_matches
from tests.benchmarks.bench_data import folder

SIZES = (1_000, 10_000, 100_000)


def read(where, size):
    """Records as an importer would know them (phones already repaired), and the true pairs."""
    records, clusters = [], {}
    with (
        (where / f"clients_{size}.csv").open(encoding="utf-8", newline="") as rows,
        (where / f"truth_{size}.csv").open(encoding="utf-8", newline="") as answers,
    ):
        for key, (row, answer) in enumerate(zip(csv.DictReader(rows), csv.DictReader(answers), strict=True)):
            clusters.setdefault(answer["cluster"], []).append(key)
            records.append(
                MatchRecord(
                    key, name=row["person"], company=row["company"], phones=tuple(answer["e164"].split()),
                    emails=(row["email"],) if row["email"] else (), city=row["city"], street=row["address"],
                )
            )  # fmt: skip
    return records, {pair for members in clusters.values() for pair in combinations(members, 2)}


def plain_keys(records):
    """The reference: pairs that share a phone, an e-mail, or name, town and company."""
    groups = {}
    for record in records:
        for key in (*record.phones, *(email.lower() for email in record.emails)):
            groups.setdefault(key, []).append(record.key)
        if record.name:
            name = " ".join(sorted(record.name.lower().split()))
            groups.setdefault((name, record.city, record.company), []).append(record.key)
    return {pair for members in groups.values() for pair in combinations(members, 2)}


def timed(function, *arguments):
    """Result, wall seconds and processor seconds."""
    wall, processor = time.perf_counter(), time.process_time()
    result = function(*arguments)
    return result, time.perf_counter() - wall, time.process_time() - processor


def quality(matches, truth):
    """Precision of certain, precision of likely, recall of certain, recall of both."""
    certain = {(min(m.a, m.b), max(m.a, m.b)) for m in matches if m.level == "certain"}
    likely = {(min(m.a, m.b), max(m.a, m.b)) for m in matches if m.level == "likely"}
    return (
        len(certain & truth) / max(1, len(certain)),
        len(likely & truth) / max(1, len(likely)),
        len(certain & truth) / len(truth),
        len((certain | likely) & truth) / len(truth),
    )


def report(where):
    """Print one line a size, then the growth, the list against a base, and the memory."""
    last = None
    print("    rows  keys s  wall s   cpu s x keys  precision certain/likely  recall certain/all")
    for size in SIZES:
        records, truth = read(where, size)
        _pairs, _wall, reference = timed(plain_keys, records)
        matches, wall, processor = timed(find_matches, records)
        exact, likely, sure, both = quality(matches, truth)
        print(
            f"{size:>8} {reference:7.2f} {wall:7.2f} {processor:7.2f} {processor / reference:6.1f}  "
            f"{exact:.4f} / {likely:.4f}          {sure:.4f} / {both:.4f}"
        )
        growth = processor / last if last else 0.0
        last = processor
    print(f"target at {SIZES[-1]}: 5 s in all, precision certain 0.97, recall of all 0.97")
    print(f"growth of the last step: {growth:.1f} (target under 12)")
    half = len(records) // 2
    _matches, wall, processor = timed(find_matches, records[:half], records[half:])
    print(f"{half} rows against a base of {half}: {wall:.2f} s wall, {processor:.2f} s cpu")
    tracemalloc.start()
    find_matches(records)
    print(f"memory above the records: {tracemalloc.get_traced_memory()[1] / 2**20:.0f} MiB (up to 300)")
    tracemalloc.stop()


def main():
    """Run on the folder that all benchmarks use."""
    report(folder())


if __name__ == "__main__":
    main()
