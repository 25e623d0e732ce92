"""How a contact is reached: phones, e-mails, addresses, messengers. Any number each; nothing is unique."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.base.i18n import N_
from desktop_crm.model.base import Base, LongText, Row, key_string

PHONE_KINDS = {
    "mobile": N_("Mobile"),
    "work": N_("Work"),
    "home": N_("Home"),
    "main": N_("Main"),
    "fax": N_("Fax"),
    "other": N_("Other"),
}
REACH_KINDS = {"work": N_("Work"), "home": N_("Home"), "other": N_("Other")}
ADDRESS_KINDS = {
    "work": N_("Work"),
    "home": N_("Home"),
    "legal": N_("Registered office"),
    "delivery": N_("Delivery"),
    "other": N_("Other"),
}
MESSENGER_SYSTEMS = {
    "web": N_("Website"),
    "telegram": "Telegram",
    "viber": "Viber",
    "whatsapp": "WhatsApp",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "linkedin": "LinkedIn",
    "skype": "Skype",
    "other": N_("Other"),
}


class Phone(Row, Base):
    """A phone number as it was given and as it is dialled."""

    __tablename__ = "phone"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    raw: Mapped[str] = mapped_column(LongText)  # never changed after import
    e164: Mapped[str] = mapped_column(key_string(20), default="", index=True)  # ITU-T E.164; '' unless valid
    extension: Mapped[str] = mapped_column(key_string(20), default="")
    region: Mapped[str] = mapped_column(key_string(3), default="")
    kind: Mapped[str] = mapped_column(key_string(10), default="other")
    status: Mapped[str] = mapped_column(key_string(6), default="ok")  # ok, check, bad
    digits: Mapped[str] = mapped_column(key_string(40), default="")
    national: Mapped[str] = mapped_column(key_string(20), default="")
    last7: Mapped[str] = mapped_column(key_string(7), default="", index=True)
    position: Mapped[int] = mapped_column(default=0)  # 0 is the primary one
    do_not_call: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(400), default="")


class Email(Row, Base):
    """An e-mail address."""

    __tablename__ = "email"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    address: Mapped[str] = mapped_column(String(320))
    key: Mapped[str] = mapped_column(key_string(320), default="", index=True)  # lower case
    kind: Mapped[str] = mapped_column(key_string(10), default="work")
    status: Mapped[str] = mapped_column(key_string(6), default="ok")
    position: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(String(400), default="")


class Address(Row, Base):
    """A postal address."""

    __tablename__ = "address"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    kind: Mapped[str] = mapped_column(key_string(10), default="work")
    street: Mapped[str] = mapped_column(LongText, default="")
    city: Mapped[str] = mapped_column(String(200), default="")
    region: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(20), default="")
    country: Mapped[str] = mapped_column(String(100), default="")  # ISO 3166 code where it is known
    position: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(String(400), default="")


class Messenger(Row, Base):
    """A website, messenger or social network account."""

    __tablename__ = "messenger"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    system: Mapped[str] = mapped_column(key_string(20), default="web")
    address: Mapped[str] = mapped_column(String(500))
    position: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(String(400), default="")
