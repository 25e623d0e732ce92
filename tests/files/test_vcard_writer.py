"""Written address books give the same cards when they are read again."""

from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_crm.base.vcard import (
    PartialDate,
    VCard,
    VCardAddress,
    VCardJob,
    VCardMessenger,
    VCardPhone,
    VCardProperty,
    VCardText,
)
from desktop_crm.files.vcard import read_vcards, write_vcards
from desktop_crm.files.vcard_writer import folded

ANY = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r"), max_size=40)
TEXT = ANY.filter(lambda text: bool(text.strip()))
MAYBE = st.one_of(st.just(""), TEXT)
TYPES = st.lists(
    st.sampled_from(["home", "work", "cell", "pref", "x y", "mobil ă", 'a"b^c']), max_size=3, unique=True
).map(lambda types: (*(t for t in types if t != "pref"), *(t for t in types if t == "pref")))
LABEL = st.one_of(st.just(""), TEXT.filter(lambda text: not text.startswith("_$!<")))
DATES = st.one_of(
    st.none(),
    st.builds(PartialDate, st.integers(1, 9999), st.integers(1, 12), st.integers(1, 28)),
    st.builds(PartialDate, st.none(), st.integers(1, 12), st.integers(1, 28)),
    st.builds(PartialDate, st.integers(1000, 9999)),
    st.builds(PartialDate, st.integers(1000, 9999), st.integers(1, 12)),
)
PHONES = st.builds(
    VCardPhone,
    st.one_of(st.sampled_from(["+37322123456", "069 123 456"]), TEXT.filter(lambda text: text[:4].lower() != "tel:")),
    TYPES,
    st.sampled_from(["", "14", "доб; 5"]),
    LABEL,
)
TEXTS = st.builds(VCardText, TEXT.filter(lambda text: text[:7].lower() != "mailto:"), TYPES, LABEL)
ADDRESSES = st.builds(VCardAddress, *[MAYBE] * 5, MAYBE, TEXT, TYPES, LABEL)
JOBS = st.builds(VCardJob, MAYBE, MAYBE, st.lists(TEXT, max_size=3).map(tuple)).filter(
    lambda job: bool(job.title or job.role or job.organisation)
)
OTHERS = st.builds(
    VCardProperty,
    st.sampled_from(["X-CUSTOM", "TZ", "GEO"]),
    st.just((("A", 'b "c"'),)),
    st.sampled_from(["a\\,b", "1;2"]),
)
CARDS = st.builds(
    VCard,
    version=st.just("4.0"),
    kind=st.sampled_from(["", "individual", "org", "group"]),
    uid=MAYBE,
    full_name=MAYBE,
    family=MAYBE,
    given=MAYBE,
    middle=MAYBE,
    prefix=MAYBE,
    suffix=MAYBE,
    nickname=MAYBE,
    jobs=st.lists(JOBS, max_size=3).map(tuple),
    phones=st.lists(PHONES, max_size=3).map(tuple),
    emails=st.lists(TEXTS, max_size=2).map(tuple),
    addresses=st.lists(ADDRESSES, max_size=2).map(tuple),
    urls=st.lists(TEXTS, max_size=2).map(tuple),
    messengers=st.lists(st.builds(VCardMessenger, TEXT.map(str.lower).map(str.strip), TEXT, TYPES), max_size=2).map(
        tuple
    ),
    birthday=DATES,
    anniversary=DATES,
    note=MAYBE,
    categories=st.lists(TEXT, max_size=3).map(tuple),
    languages=st.lists(st.sampled_from(["ro", "ru", "en-GB"]), max_size=2).map(tuple),
    gender=st.sampled_from(["", "M", "F;x"]),
    photo=st.one_of(st.none(), st.binary(min_size=1, max_size=200)),
    related=st.lists(TEXTS, max_size=2).map(tuple),
    members=st.lists(TEXT, max_size=2).map(tuple),
    others=st.lists(OTHERS, max_size=2).map(tuple),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(CARDS, min_size=1, max_size=3))
def test_round_trip(tmp_path: Path, cards: list[VCard]) -> None:
    path = tmp_path / "book.vcf"
    assert write_vcards(path, cards) == len(cards)
    book = read_vcards(path)
    assert book.cards == cards
    assert book.notes == ()


@given(ANY)
def test_lines_are_75_octets_at_most_and_letters_whole(text: str) -> None:
    text = "NOTE:" + text.replace("\n", " ") * 9
    lines = folded(text).split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert lines.pop() == b""
    assert all(line.decode() is not None for line in lines)
    assert b"".join([lines[0], *(line[1:] for line in lines[1:])]).decode() == text


def test_all_samples_survive_a_round_trip(samples: Path, tmp_path: Path) -> None:
    for sample in samples.glob("**/*.vcf"):
        if sample.stat().st_size < 10:
            continue
        cards = [replace(card, version="4.0") for card in read_vcards(sample).cards]
        write_vcards(tmp_path / "book.vcf", cards)
        again = read_vcards(tmp_path / "book.vcf").cards
        assert [replace(card, others=()) for card in again] == [replace(card, others=()) for card in cards]
