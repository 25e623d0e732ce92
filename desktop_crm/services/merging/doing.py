"""Planning and doing the merge of two contacts."""

from collections.abc import Mapping

from desktop_crm.base import clock
from desktop_crm.base.errors import NotFound, VersionConflict
from desktop_crm.base.i18n import _
from desktop_crm.base.ids import new_id
from desktop_crm.model import Contact, Interaction, Merge
from desktop_crm.model.contact import CHANNELS, CONSENT_STATES
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_cards import ContactCard, contact_card
from desktop_crm.services.merging.fields import Lost, Sides, caption_of, merge_fields, read_sides, take_fields
from desktop_crm.services.merging.lines import (
    CannotMerge,
    InTrash,
    MergeLine,
    MergeList,
    MergePlan,
    MergeSide,
    OtherKind,
)
from desktop_crm.services.merging.rows import Union, caption_of_list, unions, unite_rows
from desktop_crm.services.merging.ties import move_ties, moving_count
from desktop_crm.services.record_changes import touch

_LONGEST = 50  # entries of a list that a plan shows


def merge_plan(session: CrmSession, winner_id: int, loser_id: int) -> MergePlan:
    """What would happen, field by field; refuses what :func:`merge_contacts` would."""
    sides = _sides(session, winner_id, loser_id, lock=False)
    cards = sides.cards
    lists = [_shown_list(union, cards) for union in unions(session, sides)] + [_jobs(cards)]
    return MergePlan(
        winner=_side(cards[0]),
        loser=_side(cards[1]),
        fields=merge_fields(sides),
        lists=tuple(made for made in lists if made.lines),
        moved=moving_count(session, loser_id),
    )


def merge_contacts(
    session: CrmSession,
    winner_id: int,
    loser_id: int,
    choices: Mapping[str, str] | None = None,
    versions: Mapping[int, int] | None = None,
) -> int:
    """Make one contact of two; says the id of the merge.

    *choices*: code of a field -> ``winner`` or ``loser``; a field that is not named is decided as planned.
    *versions*: the versions seen, by contact; newer ones are a ``VersionConflict``. Everything that hangs on the loser
    goes to the winner; the loser lies in the trash with its own values and doubles. What was not taken is kept in
    ``Merge.lost`` and written into the history.
    """
    sides = _sides(session, winner_id, loser_id, lock=True)
    for contact in (sides.winner, sides.loser):
        if versions is not None and versions.get(contact.id, contact.version) != contact.version:
            raise VersionConflict(what=contact.name)
    if session.change_set_id is None:
        raise RuntimeError("contacts are merged in a write only")
    names, kinds = sides.custom_names, choices or {}
    loser_name = sides.loser.name
    with session.no_autoflush:
        lost = take_fields(session, sides, kinds)
    session.flush()
    lost |= unite_rows(session, sides, kinds)
    move_ties(session, sides.winner, sides.loser)
    sides.loser.deleted_at = clock.now()
    merge = Merge(
        id=new_id(), winner_id=winner_id, loser_id=loser_id, change_set_id=session.change_set_id, lost=dict(lost)
    )
    session.add(merge)
    if lost:
        session.add(_note(session, winner_id, loser_name, lost, names))
    touch(session, winner_id)
    return merge.id


def _sides(session: CrmSession, winner_id: int, loser_id: int, *, lock: bool) -> Sides:
    if winner_id == loser_id:
        raise CannotMerge
    found: dict[int, Contact] = {}
    for contact_id in sorted((winner_id, loser_id)):  # always in the same order: two merges never wait in a ring
        contact = session.get(Contact, contact_id, with_for_update=lock or None)
        if contact is None:
            raise NotFound(what=_("The contact"))
        if contact.deleted_at is not None:
            raise InTrash(name=contact.name)
        found[contact_id] = contact
    winner, loser = found[winner_id], found[loser_id]
    if winner.kind != loser.kind:
        raise OtherKind(winner=winner.name, loser=loser.name)
    return read_sides(session, winner, loser, (contact_card(session, winner_id), contact_card(session, loser_id)))


def _note(session: CrmSession, winner_id: int, loser_name: str, lost: Lost, names: Mapping[int, str]) -> Interaction:
    """What was not taken, readable and found by search; it goes when the two are taken apart."""
    lines = [
        f"{caption_of_list(code) or caption_of(code, names)}: {'; '.join(values)}" for code, values in lost.items()
    ]
    return Interaction(
        contact_id=winner_id,
        kind="note",
        direction="internal",
        started_at=clock.now(),
        responsible_id=session.operator_id,
        subject=_("Merged with “{name}”").format(name=loser_name)[:400],
        body="\n".join([_("Not taken over:"), *lines]),
    )


# ---- a plan in words -------------------------------------------------------------------------------------------------


def _side(card: ContactCard) -> MergeSide:
    city = card.addresses[0].city if card.addresses else ""
    parts = (card.position, card.organisation, card.industry, city)
    detail = " · ".join(part for part in parts if part)
    return MergeSide(card.id, card.version, card.kind, card.name, card.initials, detail)


def _shown_list(union: Union, cards: tuple[ContactCard, ContactCard]) -> MergeList:
    code = union.kind.code
    texts: dict[int, str] = {}
    for card in cards:
        texts.update((line.id, _text(code, line)) for line in getattr(card, code))
    if code == "tags":  # lines of a card are tags, rows are what ties them
        return _tags(union, cards)
    both = {mine.id for mine, _theirs in union.doubles}
    lines = [MergeLine(_text(code, line), "both" if line.id in both else "winner") for line in getattr(cards[0], code)]
    lines += [MergeLine(texts[row.id], "loser") for row in union.moved if row.id in texts]
    return MergeList(code, _(union.kind.caption), tuple(lines[:_LONGEST]))


def _tags(union: Union, cards: tuple[ContactCard, ContactCard]) -> MergeList:
    mine, theirs = ({tag.name: None for tag in card.tags} for card in cards)
    lines = [MergeLine(tag, "both" if tag in theirs else "winner") for tag in mine]
    lines += [MergeLine(tag, "loser") for tag in theirs if tag not in mine]
    return MergeList("tags", _(union.kind.caption), tuple(lines))


def _text(code: str, line: object) -> str:
    """One entry in words."""
    if code == "consents":
        return _consent(line)
    if code == "external_ids":
        return f"{getattr(line, 'system', '')}: {getattr(line, 'value', '')}"
    text = str(getattr(line, "shown", "") or getattr(line, "address", "") or getattr(line, "name", ""))
    return f"{getattr(line, 'shown_label', '')}: {text}" if code == "dates" else text


def _consent(line: object) -> str:
    channel, state = getattr(line, "channel", ""), getattr(line, "state", "")
    return f"{_(CHANNELS.get(channel, channel))}: {_(CONSENT_STATES.get(state, state))}"


def _jobs(cards: tuple[ContactCard, ContactCard]) -> MergeList:
    """Jobs of a person, people of an organisation; ties between the two do not count."""
    ids = {card.id for card in cards}
    mine, theirs = (
        {
            (line.other.id, line.position): ", ".join(part for part in (line.other.name, line.position) if part)
            for line in card.jobs
            if line.other.id not in ids
        }
        for card in cards
    )
    lines = [MergeLine(text, "both" if key in theirs else "winner") for key, text in mine.items()]
    lines += [MergeLine(text, "loser") for key, text in theirs.items() if key not in mine]
    person = cards[0].kind == "person"
    return MergeList("jobs", _("Jobs") if person else _("People"), tuple(lines[:_LONGEST]))
