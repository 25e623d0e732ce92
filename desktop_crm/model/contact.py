"""Contacts: one table with a kind, organisation or person. Nothing is compulsory but a name."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.base.i18n import N_
from desktop_crm.base.text import fold, words
from desktop_crm.model.base import COMPUTED, TABLE_OPTIONS, Base, LongText, Row, key_string, long_binary
from desktop_crm.model.choice import Choice
from desktop_crm.model.operator import Operator
from desktop_crm.model.reach import Address, Email, Messenger, Phone
from desktop_crm.model.tag import ContactTag


class Kind(StrEnum):
    """What a contact is."""

    ORGANISATION = "organisation"
    PERSON = "person"


KINDS = {Kind.PERSON: N_("Person"), Kind.ORGANISATION: N_("Organisation")}
ORGANISATION_TYPES = {
    "company": N_("Company"),
    "sole_trader": N_("Sole trader"),
    "public_body": N_("Public body"),
    "ngo": N_("Non-profit organisation"),
    "household": N_("Household"),
}
RELATIONS_TO_US = {
    "customer": N_("Customer"),
    "prospect": N_("Prospect"),
    "supplier": N_("Supplier"),
    "partner": N_("Partner"),
    "dealer": N_("Dealer"),
    "competitor": N_("Competitor"),
    "press": N_("Press"),
    "other": N_("Other"),
}
LIFE_CYCLES = {
    "new": N_("New"),
    "interested": N_("Interested"),
    "active": N_("Active"),
    "at_risk": N_("At risk"),
    "dormant": N_("Dormant"),
    "lost": N_("Lost"),
    "blacklisted": N_("Blacklisted"),
}
ABC_CLASSES = {"A": "A", "B": "B", "C": "C"}
SEXES = {"female": N_("Female"), "male": N_("Male")}
CHANNELS = {"phone": N_("Phone"), "email": N_("E-mail"), "letter": N_("Letter"), "message": N_("Message")}
LISTED = ("kind", "relation_to_us", "life_cycle", "abc_class", "industry_id", "responsible_id")
_HAS_PARENT = text("parent_id IS NOT NULL")
_REFERRED = text("referred_by_id IS NOT NULL")
CONSENT_STATES = {"given": N_("Consent given"), "withdrawn": N_("Do not contact")}


class Contact(Row, Base):
    """An organisation or a person; the columns of the other kind stay empty."""

    __tablename__ = "contact"
    __table_args__ = (
        # with the columns that lists are ordered and grouped by: reading them elsewhere takes three times as long
        Index("ix_contact_sort", "deleted_at", "archived_at", "sort_name", "id", *LISTED),
        Index("ix_contact_created", "deleted_at", "archived_at", "id", "kind"),
        Index("ix_contact_touch", "deleted_at", "archived_at", "last_touch_at", "id", "kind"),
        Index("ix_contact_updated", "deleted_at", "archived_at", "updated_at", "id", "kind"),
        Index("ix_contact_next", "deleted_at", "archived_at", "next_step_on", "id", "kind"),
        Index("ix_contact_key", "name_key"),
        # found when a contact is deleted; mostly empty, so only the filled ones are kept where the database can
        Index("ix_contact_parent", "parent_id", sqlite_where=_HAS_PARENT, postgresql_where=_HAS_PARENT),
        Index("ix_contact_referred_by", "referred_by_id", sqlite_where=_REFERRED, postgresql_where=_REFERRED),
        TABLE_OPTIONS,
    )

    kind: Mapped[str] = mapped_column(key_string(12))
    name: Mapped[str] = mapped_column(String(400))  # as shown; of a person composed from the parts
    sort_name: Mapped[str] = mapped_column(key_string(400), default="")  # folded; family name first
    name_key: Mapped[str] = mapped_column(key_string(400), default="")  # folded words in order of the alphabet

    # both kinds
    relation_to_us: Mapped[str] = mapped_column(key_string(20), default="")
    life_cycle: Mapped[str] = mapped_column(key_string(20), default="")
    abc_class: Mapped[str] = mapped_column(key_string(2), default="")
    language: Mapped[str] = mapped_column(String(100), default="")
    source_id: Mapped[int | None] = mapped_column(ForeignKey("choice.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("choice.id"))
    referred_by_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    notes: Mapped[str] = mapped_column(LongText, default="")
    first_contact_on: Mapped[date | None] = mapped_column()
    last_touch_at: Mapped[datetime | None] = mapped_column(
        info=COMPUTED
    )  # of the last done interaction; kept by the services
    next_step_on: Mapped[date | None] = mapped_column(info=COMPUTED)  # of the first open reminder; kept by the services
    next_step: Mapped[str | None] = mapped_column(String(400), info=COMPUTED)
    rhythm_days: Mapped[int | None] = mapped_column()
    completeness: Mapped[int] = mapped_column(default=0, info=COMPUTED)  # percent; kept by the services
    archived_at: Mapped[datetime | None] = mapped_column()
    is_sample: Mapped[bool] = mapped_column(default=False)

    # organisation
    legal_name: Mapped[str] = mapped_column(String(400), default="")
    legal_form: Mapped[str] = mapped_column(String(60), default="")
    other_names: Mapped[str] = mapped_column(LongText, default="")
    organisation_type: Mapped[str] = mapped_column(key_string(20), default="")
    industry_id: Mapped[int | None] = mapped_column(ForeignKey("choice.id"))
    size: Mapped[str] = mapped_column(String(60), default="")
    registration_number: Mapped[str] = mapped_column(String(60), default="")
    tax_number: Mapped[str] = mapped_column(String(60), default="", index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))

    # person
    prefix: Mapped[str] = mapped_column(String(60), default="")
    given_name: Mapped[str] = mapped_column(String(200), default="")
    middle_name: Mapped[str] = mapped_column(String(200), default="")
    family_name: Mapped[str] = mapped_column(String(200), default="")
    suffix: Mapped[str] = mapped_column(String(60), default="")
    nickname: Mapped[str] = mapped_column(String(200), default="")
    former_name: Mapped[str] = mapped_column(String(200), default="")
    sex: Mapped[str] = mapped_column(key_string(10), default="")
    greeting: Mapped[str] = mapped_column(String(300), default="")
    preferences: Mapped[str] = mapped_column(LongText, default="")
    best_time: Mapped[str] = mapped_column(String(200), default="")
    how_met: Mapped[str] = mapped_column(String(300), default="")
    deceased: Mapped[bool] = mapped_column(default=False)

    phones: Mapped[list[Phone]] = relationship(cascade="all, delete-orphan", order_by=Phone.position)
    emails: Mapped[list[Email]] = relationship(cascade="all, delete-orphan", order_by=Email.position)
    addresses: Mapped[list[Address]] = relationship(cascade="all, delete-orphan", order_by=Address.position)
    messengers: Mapped[list[Messenger]] = relationship(cascade="all, delete-orphan", order_by=Messenger.position)
    dates: Mapped[list[ImportantDate]] = relationship(cascade="all, delete-orphan")
    tags: Mapped[list[ContactTag]] = relationship(cascade="all, delete-orphan")
    consents: Mapped[list[Consent]] = relationship(cascade="all, delete-orphan")
    bank_accounts: Mapped[list[BankAccount]] = relationship(cascade="all, delete-orphan")
    external_ids: Mapped[list[ExternalId]] = relationship(cascade="all, delete-orphan")
    source: Mapped[Choice | None] = relationship(foreign_keys=[source_id])
    campaign: Mapped[Choice | None] = relationship(foreign_keys=[campaign_id])
    industry: Mapped[Choice | None] = relationship(foreign_keys=[industry_id])
    responsible: Mapped[Operator | None] = relationship()
    parent: Mapped[Contact | None] = relationship(foreign_keys=[parent_id], remote_side="Contact.id")
    referred_by: Mapped[Contact | None] = relationship(foreign_keys=[referred_by_id], remote_side="Contact.id")

    def compose_name(self) -> None:
        """Keep ``name``, ``sort_name`` and ``name_key`` true to the name parts."""
        if self.kind == Kind.PERSON:
            if self.given_name or self.middle_name or self.family_name:
                parts = [self.prefix, self.given_name, self.middle_name, self.family_name, self.suffix]
                self.name = " ".join(part for part in parts if part)[:400]
            else:  # a name that could not be taken apart stays as typed
                self.name = self.name or self.nickname
            self.sort_name = sort_name(self.family_name, self.given_name, self.middle_name) or fold(self.name)[:400]
        else:
            self.sort_name = fold(self.name).strip("«»“”„\"' ")[:400]
        self.name_key = name_key(self.name)


def sort_name(family: str, given: str, middle: str = "") -> str:
    """Folded sort key of a person, family name first as office lists in Romanian and Russian are kept."""
    return fold(" ".join(part for part in (family, given, middle) if part))[:400]


def name_key(name: str) -> str:
    """Folded words of a name in the order of the alphabet: equal for “Popescu Ion” and “Ion Popescu”."""
    return " ".join(sorted(words(name)))[:400]


class Photo(Row, Base):
    """Picture of a person or logo of an organisation, already small (at most 512 px)."""

    __tablename__ = "photo"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    media_type: Mapped[str] = mapped_column(key_string(60), default="image/jpeg")
    content: Mapped[bytes] = mapped_column(long_binary())

    contact: Mapped[Contact] = relationship()


class ImportantDate(Row, Base):
    """Birthday and the like: day and month, the year where it is known."""

    __tablename__ = "important_date"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    label: Mapped[str] = mapped_column(String(100), default="birthday")  # code or the user's own word
    day: Mapped[int] = mapped_column()
    month: Mapped[int] = mapped_column()
    year: Mapped[int | None] = mapped_column()
    remind_days_before: Mapped[int | None] = mapped_column()


class Consent(Row, Base):
    """Consent or refusal for one channel."""

    __tablename__ = "consent"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    channel: Mapped[str] = mapped_column(key_string(20))
    state: Mapped[str] = mapped_column(key_string(20))
    noted_on: Mapped[date | None] = mapped_column()
    note: Mapped[str] = mapped_column(String(300), default="")


class BankAccount(Row, Base):
    """IBAN (ISO 13616) of an organisation."""

    __tablename__ = "bank_account"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    iban: Mapped[str] = mapped_column(String(60))
    bank: Mapped[str] = mapped_column(String(200), default="")
    currency: Mapped[str] = mapped_column(key_string(3), default="")


class ExternalId(Row, Base):
    """Id of the contact in another program, so that a second import finds it."""

    __tablename__ = "external_id"
    __table_args__ = (Index("ix_external_id_value", "system", "value"), TABLE_OPTIONS)

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    system: Mapped[str] = mapped_column(key_string(60))
    value: Mapped[str] = mapped_column(key_string(200))
