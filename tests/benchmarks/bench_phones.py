"""Repair of a phone column: cells a second against plain ``phonenumbers`` in the same run, and what is found.

Run with ``python -m tests.benchmarks.bench_phones [clients.csv truth.csv]``; the files come from the shared generator.
"""

import csv
import sys
import time
from collections.abc import Callable
from pathlib import Path

import phonenumbers

from desktop_crm.services.phone_places import area_code_of_city
from desktop_crm.services.phones import format_phone, repair_cell
from tests.benchmarks.bench_data import folder

ROUNDS = 3
Row = tuple[str, str, str, list[str]]  # cell, city, country, true numbers


def read_rows(clients: Path, truth: Path) -> list[Row]:
    with clients.open(encoding="utf-8", newline="") as file, truth.open(encoding="utf-8", newline="") as answers:
        pairs = zip(csv.DictReader(file), csv.DictReader(answers), strict=True)
        return [
            (row["phones"], row["city"], "RU" if answer["ru"] == "1" else "RO", answer["e164"].split())
            for row, answer in pairs
            if row["phones"]
        ]


def best_rate(work: Callable[[], None], count: int) -> float:
    """Cells a second of the best of a few rounds (processor time: other programs do not count)."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return count / best


def plain_library(rows: list[Row]) -> None:
    """The reference: one parse and one check a number, with no repair, no splitting and no reasons."""
    for _, _, country, numbers in rows:
        for number in numbers:
            phonenumbers.is_valid_number(phonenumbers.parse(number, country))


def plain_cells(rows: list[Row]) -> None:
    """The library on whole cells: what a program without repair does; several numbers in a cell fail."""
    for cell, _, country, _ in rows:
        try:
            phonenumbers.is_valid_number(phonenumbers.parse(cell, country))
        except phonenumbers.NumberParseException:
            continue


def repaired(rows: list[Row], country: str) -> None:
    for cell, city, own, _ in rows:
        repair_cell(cell, country=country or own, city=city)


def found(rows: list[Row], country: str) -> tuple[float, int, int]:
    """Share of the true numbers found; numbers found that are not true, certain ones and guesses."""
    total = hits = wrong = wrong_guesses = 0
    for cell, city, own, numbers in rows:
        phones = repair_cell(cell, country=country or own, city=city)
        total += len(numbers)
        hits += sum(number in {phone.e164 for phone in phones} for number in numbers)
        for phone in phones:
            if phone.e164 and phone.e164 not in numbers:
                wrong += phone.status == "ok"
                wrong_guesses += phone.status != "ok"
    return hits / total, wrong, wrong_guesses


def main() -> None:
    """Print the table."""
    names = [Path(name) for name in sys.argv[1:3]]
    clients, truth = names or [folder() / "clients_10000.csv", folder() / "truth_10000.csv"]
    rows = read_rows(clients, truth)
    numbers = [number for row in rows for number in row[3]]
    area_code_of_city("Chișinău", "MD")  # the table of towns is built once
    reference = best_rate(lambda: plain_cells(rows), len(rows))
    print(f"{len(rows)} cells, {len(numbers)} numbers, {len({row[0] for row in rows})} different cells")
    print(f"{'':44}{'cells/s':>10}{'ratio':>8}")
    print(f"{'phonenumbers.parse + is_valid_number':44}{reference:10.0f}{1:8.2f}")
    clean = best_rate(lambda: plain_library(rows), len(rows))
    print(f"{'the same on the clean numbers':44}{clean:10.0f}{clean / reference:8.2f}")
    for title, country in (("repair_cell, country of each row", ""), ("repair_cell, whole file RO", "RO")):
        rate = best_rate(lambda country=country: repaired(rows, country), len(rows))
        print(f"{title:44}{rate:10.0f}{rate / reference:8.2f}   target 40,000")
    shown = best_rate(lambda: [format_phone(number) for number in numbers] and None, len(numbers))
    print(f"{'format_phone (best round: cached)':44}{shown:10.0f}")
    for title, country in (("country of each row", ""), ("whole file RO", "RO"), ("whole file RU", "RU"), ("MD", "MD")):
        recall, wrong, wrong_guesses = found(rows, country)
        print(f"found, {title:37}{recall:10.2%}   wrong: {wrong} certain, {wrong_guesses} to check")


if __name__ == "__main__":
    main()
