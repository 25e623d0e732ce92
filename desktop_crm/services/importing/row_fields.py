"""Single facts of a row or a card put into the record: dates, codes, choices, tags, foreign ids, own fields."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.text import digits, fold
from desktop_crm.services.columns import ID_PREFIX
from desktop_crm.services.custom_fields import FieldRow, typed_value
from desktop_crm.services.importing.cells import one_line, pairs_of, parts_of, text_of
from desktop_crm.services.importing.codes import CODED, code_for
from desktop_crm.services.importing.dates import PartialDate, parse_date
from desktop_crm.services.importing.records import CompanyPart, ImportRecord

Keep = Callable[[ImportRecord, str, Any, str], None]  # record, header, cell, its text
DATE_FIELDS = ("birthday", "last_contact", "first_contact")
CHOICE_FIELDS = ("source", "industry", "campaign")
TEXT_FIELDS = {"language": 100, "greeting": 300, "preferences": 0, "best_time": 200, "how_met": 300, "other_names": 0}


def set_value(record: ImportRecord | CompanyPart, name: str, value: Any) -> None:
    """Fill a column of the contact; values that records share are copied first."""
    if not isinstance(record.values, dict):
        record.values = dict(record.values)
    record.values[name] = value


def dated(field: str, day_first: bool = True) -> Keep:
    """A date; what is none is kept in the notes."""
    known: dict[str, tuple[PartialDate | None, date | None]] = {}  # the same days come again and again

    def keep(record: ImportRecord, header: str, value: Any, text: str) -> None:
        if text not in known:
            parsed = parse_date(value, day_first=day_first)
            known[text] = parsed, parsed.as_date() if parsed else None
        found, full = known[text]
        if found and field == "birthday":
            record.dates += (("birthday", found),)
        elif full and field == "last_contact":
            record.last_contact = full
        elif full and field == "first_contact":
            set_value(record, "first_contact_on", full)
        else:
            record.note(text, header)

    return keep


def coded(field: str) -> Keep:
    """A word for one of the program's codes."""

    def keep(record: ImportRecord, header: str, value: Any, text: str) -> None:
        if code := code_for(field, text):
            set_value(record, field, code)
        else:
            record.note(text, header)

    return keep


def chosen(field: str) -> Keep:
    """An entry of an editable list."""

    def keep(record: ImportRecord, header: str, value: Any, text: str) -> None:
        record.choices = {**record.choices, field: one_line(text)[:200]}

    return keep


def worded(field: str, length: int) -> Keep:
    """A plain text."""

    def keep(record: ImportRecord, header: str, value: Any, text: str) -> None:
        set_value(record, field, one_line(text)[:length] if length else text)

    return keep


def _tagged(record: ImportRecord, header: str, value: Any, text: str) -> None:
    record.tags += tuple(part[:100] for part in parts_of(text) if part[:100] not in record.tags)


def _identified(record: ImportRecord, header: str, value: Any, text: str) -> None:
    system = header.removeprefix(ID_PREFIX)[:60]
    record.external_ids += tuple((system, part[:200]) for part in parts_of(text))


def _own(record: ImportRecord, header: str, value: Any, text: str) -> None:
    if text.isdecimal() and len(text) <= 19:
        record.own_id = int(text)


def _kept_by(record: ImportRecord, header: str, value: Any, text: str) -> None:
    record.responsible = one_line(text)


def _rhythm(record: ImportRecord, header: str, value: Any, text: str) -> None:
    if text.isdecimal() and 0 < int(text) < 100_000:
        set_value(record, "rhythm_days", int(text))
    else:
        record.note(text, header)


def _deceased(record: ImportRecord, header: str, value: Any, text: str) -> None:
    said = code_for("yes_no", text)
    if said == "yes":
        set_value(record, "deceased", True)
    elif not said:
        record.note(text, header)


def _other_dates(record: ImportRecord, header: str, value: Any, text: str) -> None:
    for name, day in pairs_of(text):
        if day and (found := parse_date(day)):
            record.dates += ((code_for("date_label", name) or name[:100], found),)
        else:
            record.note(f"{name}: {day}" if day else name, header)


def _consented(record: ImportRecord, header: str, value: Any, text: str) -> None:
    for channel, state in pairs_of(text):
        codes = code_for("channel", channel), code_for("consent", state)
        if all(codes):
            record.consents += (codes,)
        else:
            record.note(f"{channel}: {state}" if state else channel, header)


def _barred(record: ImportRecord, header: str, value: Any, text: str) -> None:
    record.do_not_call += tuple(filter(None, (digits(part.partition("ext")[0]) for part in parts_of(text))))


def _messenger(record: ImportRecord, header: str, value: Any, text: str) -> None:
    record.messengers += tuple(("other", part[:500]) for part in parts_of(text))


FILLERS: Mapping[str, Keep] = {
    **{field: coded(field) for field in CODED - {"kind", "yes_no", "channel", "consent", "date_label", "phone_kind",
                                                 "address_kind", "email_kind"}},
    **{field: dated(field) for field in DATE_FIELDS},
    **{field: chosen(field) for field in CHOICE_FIELDS},
    **{field: worded(field, length) for field, length in TEXT_FIELDS.items()},
    "tags": _tagged,
    "external_id": _identified,
    "personal_number": _identified,
    "own_id": _own,
    "responsible": _kept_by,
    "rhythm_days": _rhythm,
    "deceased": _deceased,
    "dates": _other_dates,
    "consents": _consented,
    "messenger": _messenger,
    "do_not_call": _barred,
}  # fmt: skip


class CustomFields:
    """The firm's own fields: typed checks; what does not fit is kept where it can be read."""

    def __init__(self, fields: Mapping[int, FieldRow], country: str) -> None:
        self._fields = fields
        self._country = country
        self._by_name: dict[str, list[FieldRow]] = {}
        for row in fields.values():
            self._by_name.setdefault(fold(row.name).strip(), []).append(row)

    @property
    def names(self) -> dict[str, int]:
        """Folded name -> id of the first field of that name."""
        return {name: rows[0].id for name, rows in self._by_name.items()}

    def keep(self, field_id: int) -> Keep:
        """Filler for one field."""

        def keep(record: ImportRecord, header: str, value: Any, text: str) -> None:
            field = self._for_kind(field_id, record.kind)
            try:
                if field is None:
                    raise InvalidValue(field=header, value=text)
                typed = typed_value(field, text_of(value), self._country)
                record.custom = {**record.custom, field.id: typed}
            except InvalidValue:
                record.note(text, header)

        return keep

    def named(self, name: str) -> Keep | None:
        """Filler for the field of that name."""
        rows = self._by_name.get(fold(name).strip())
        return self.keep(rows[0].id) if rows else None

    def _for_kind(self, field_id: int, kind: str) -> FieldRow | None:
        """The field, or its namesake for the other kind of record."""
        field = self._fields.get(field_id)
        if field is None or field.record_kind in ("", kind):
            return field
        same = self._by_name[fold(field.name).strip()]
        return next((row for row in same if row.record_kind in ("", kind)), None)
