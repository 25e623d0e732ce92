"""Fields of a complaint as a form asks for them: what is offered, what is typed, how it reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.formats import money_text, number_text, parse_day
from desktop_crm.base.i18n import N_, _
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaints import (
    ComplaintCard,
    ComplaintChoices,
    ComplaintFilter,
    ComplaintRow,
    TreeRow,
    complaint_rows,
)
from desktop_crm.services.complaints.fields import AMOUNTS, CODES, FACTS, FIELDS, SATISFACTION
from desktop_crm.ui import moments
from desktop_crm.ui.core import Core
from desktop_crm.ui.day_input import day_of_words
from desktop_crm.ui.editor import Clash
from desktop_crm.ui.form import joined
from desktop_crm.ui.inputs import Input, Options, Suggest, Suggestion
from desktop_crm.ui.three_way import Contest

NONE = "–"  # nothing chosen
FLAGS = ("flag_safety", "flag_legal", "flag_regulator", "flag_public", "flag_repeat", "confidential")
LONG = ("description", "immediate_action", "investigation", "justified_reason", "decision", "lessons", "note", "reason")
DAYS = ("incident_on", "replied_on")
OPERATORS = ("responsible_id", "approver_id", "received_by_id")
MOST_LIKE = 8
_LISTS = {
    "kind": "kinds", "channel": "channels", "reply_channel": "channels", "severity": "severities",
    "priority": "priorities", "remedy_sought": "remedies", "remedy": "remedies", "justified": "justified",
    "fault_at": "fault_at", "accepted": "accepted",
}  # fmt: skip
FLAGS_TITLE = N_("Flags")


def title_of(code: str) -> str:
    """The caption of a field or of a fact of a step."""
    return _(FLAGS_TITLE) if code == "flags" else _(FIELDS.get(code) or FACTS[code])


def tree_options(rows: Sequence[TreeRow], *, none: bool = True, roots_only: bool = False) -> Options:
    """A tree as choices, what lies under another one indented."""
    shown = [(str(row.id), "    " * row.depth + row.name) for row in rows if not roots_only or row.parent_id is None]
    return (("", NONE), *shown) if none else tuple(shown)


def options_of(code: str, choices: ComplaintChoices, category_id: int | None = None) -> Options:
    """What is offered for a field; nothing where it is typed."""
    if code == "flags":
        return tuple((flag, _(FIELDS[flag])) for flag in FLAGS)
    if code in _LISTS:
        words = choices.codes[_LISTS[code]]
        return tuple((name, words.get(name) or NONE) for name in CODES.get(code, words))
    if code in OPERATORS:
        return (("", NONE), *((str(number), who) for number, who in choices.operators))
    if code == "category_id":
        return tree_options(choices.categories, roots_only=True)
    if code == "subcategory_id":
        under = [row for row in choices.categories if row.parent_id and category_id in (None, row.parent_id)]
        return (("", NONE), *((str(row.id), row.name) for row in under))
    if code in SATISFACTION:
        return (("", NONE), *((str(number), str(number)) for number in range(1, 6)))
    return ()


def complaints_like(session: CrmSession, text: str) -> list[ComplaintRow]:
    """Complaints with these words or this number."""
    return list(complaint_rows(session, ComplaintFilter("all", text=text), limit=MOST_LIKE).rows)


def suggest_complaints(core: Core, owner: object, own_id: int) -> Suggest:
    """Other complaints, while their number or words are typed."""

    def suggest(typed: str, answer: Callable[[Sequence[str | Suggestion]], None]) -> None:
        def found(rows: list[ComplaintRow]) -> None:
            answer([(joined([row.number, row.subject, row.who]), str(row.id)) for row in rows if row.id != own_id])

        core.ask(owner, complaints_like, typed, then=found, key="complaints like")  # type: ignore[arg-type]

    return suggest


def fact_input(
    code: str,
    value: str,
    choices: ComplaintChoices,
    *,
    category_id: int | None = None,
    suggest: Suggest | None = None,
) -> Input:
    """The control for a field or a fact."""
    options = options_of(code, choices, category_id)
    if code == "flags":
        return Input(code, title_of(code), value, "choices", options)
    if options:
        return Input(code, title_of(code), value, "choice", options)
    if code in LONG:
        return Input(code, title_of(code), value, "long")
    if code in DAYS:
        return Input(code, title_of(code), value, "date")
    return Input(code, title_of(code), value, suggest=suggest)


def typed(code: str, text: str) -> object:
    """What was typed or chosen, as the service takes it; raises ``InvalidValue``."""
    if code in DAYS:
        return day_of_words(text)
    if code == "received_at":
        return moment_of_words(text)
    if code == "duplicate_of_id" and text and not text.isdigit():
        raise InvalidValue(field=title_of(code), value=text)
    if code.endswith("_id") or code in SATISFACTION or code == "cost_minutes":
        return text or None
    return text


def values_of(code: str, text: str) -> dict[str, object]:
    """The fields that an input means: the flags are several."""
    if code == "flags":
        chosen = text.split("\n")
        return {flag: flag in chosen for flag in FLAGS}
    return {code: typed(code, text)}


def moment_of_words(text: str) -> datetime:
    """“27.11.2026 14:30”; without a time noon of that day, of today now."""
    words = text.replace(",", " ").split()
    at = time(12)
    if words and ":" in words[-1]:
        hour, _colon, minute = words.pop().partition(":")
        try:
            at = time(int(hour), int(minute[:2]))
        except ValueError:
            raise InvalidValue(field=title_of("received_at"), value=text) from None
    day = parse_day(" ".join(words)) or day_of_words(" ".join(words))
    if day is None:
        raise InvalidValue(field=title_of("received_at"), value=text)
    return datetime.combine(day, at).astimezone()


def raw(card: ComplaintCard, code: str) -> str:
    """The value as the control holds it."""
    if code == "flags":
        return "\n".join(flag for flag in FLAGS if card.fields[flag])
    value = card.fields.get(code)
    if isinstance(value, datetime):
        return f"{value.astimezone():%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if code == "priority" and not value:
        return ""
    return "" if value is None else str(value)


def shown(card: ComplaintCard, code: str, choices: ComplaintChoices) -> str:
    """The value in words; "" where there is none."""
    value = card.fields.get(code)
    if code == "flags":
        return ", ".join(_(FIELDS[flag]) for flag in FLAGS if card.fields[flag])
    if code in card.names:
        return card.names[code]
    if code in AMOUNTS:
        currency = str(card.fields.get("currency") or "")
        return money_text(value, currency) if isinstance(value, Decimal) else ""
    if isinstance(value, datetime):
        return f"{moments.long_day(moments.day_of(value))}, {moments.time_of_day(value)}"
    if isinstance(value, date):
        return moments.long_day(value)
    if code in _LISTS:
        return "" if value == "undecided" else choices.codes[_LISTS[code]].get(str(value or ""), "")
    if code in SATISFACTION and value:
        return _("{count} of 5").format(count=value)
    if code == "cost_minutes" and value is not None:
        return number_text(Decimal(str(value)))
    return "" if value is None else str(value)


def clashes(
    seen: ComplaintCard, now: ComplaintCard, typed: Mapping[str, str], choices: ComplaintChoices
) -> tuple[Clash, ...]:
    """The fields of a line that a colleague changed while *typed* was typed, to something else."""
    met = []
    for code, text in typed.items():
        before, theirs = raw(seen, code), raw(now, code)
        if before != theirs != text:
            words = fact_input(code, text, choices).shown(text)
            contest = Contest(code, title_of(code), words, shown(now, code, choices), shown(seen, code, choices))
            met.append(Clash(contest, before))
    return tuple(met)


def step_input(core: Core, owner: object, card: ComplaintCard, choices: ComplaintChoices, code: str) -> Input:
    """The control of a step for *code*, filled in with what the complaint holds already."""
    value = raw(card, code) if code in FIELDS else ""
    if code == "justified" and value == "undecided":
        value = "justified"
    if code == "channel" and not value:
        value = str(card.fields["channel"])
    if code == "reply_channel" and not value:
        value = str(card.fields["channel"])
    category = card.fields.get("category_id")
    suggest = suggest_complaints(core, owner, card.id) if code == "duplicate_of_id" else None
    return fact_input(
        code, value, choices, category_id=category if isinstance(category, int) else None, suggest=suggest
    )
