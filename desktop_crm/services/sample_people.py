"""Makes the contacts of the sample data: firms with people, private customers, a few duplicates, their history."""

import random
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from desktop_crm.base import clock
from desktop_crm.base.ids import new_ids
from desktop_crm.base.text import fold
from desktop_crm.model import Address, ContactTag, Email, ImportantDate, Job, Messenger, Phone
from desktop_crm.model.contact import Kind, name_key, sort_name
from desktop_crm.services import sample_names as names
from desktop_crm.services import sample_texts as texts
from desktop_crm.services.completeness import completeness
from desktop_crm.services.sample_history import SampleHistory
from desktop_crm.services.sample_names import City, Country
from desktop_crm.services.sample_rows import Pile

_SOURCES = ("recommendation", "website", "exhibition", "phone_call", "advertisement", "walk_in")
_INDUSTRY_CODES = "agriculture food construction production furniture trade transport automotive health services it"
_INDUSTRIES = tuple(_INDUSTRY_CODES.split())
_RICH = 2_000  # up to so many contacts the history is dense; larger bases show that lists are fast
_QUOTES = "«»“”„\"' "
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody lives or works."""

    country: Country
    city: City


@dataclass(frozen=True, slots=True)
class Employer:
    """A firm that people work in."""

    id: int
    place: Place
    domain: str
    switchboard: str  # E.164


@dataclass(frozen=True, slots=True)
class Original:
    """A person who will be entered a second time, carelessly."""

    place: Place
    given: str
    family: str
    mobile: str


class SampleFirm:
    """The seeded source of one firm's customers."""

    def __init__(
        self,
        seed: int,
        size: int,
        operator_id: int | None,
        choices: dict[str, dict[str, int]],
        tags: Sequence[int],
    ) -> None:
        self._random = random.Random(seed)
        self._operator = operator_id
        self._choices = choices
        self._tags = tags
        self._twins = 0.04 if size <= _RICH else 0.01
        self._firm_names: set[str] = set()
        self._weights = list(accumulate(names.COUNTRY_WEIGHTS))
        self._now = clock.now().astimezone().replace(second=0, microsecond=0)
        self._history = SampleHistory(
            self._random, self._now, operator_id, choices.get("outcome", {}), dense=size <= _RICH
        )
        self._company: int | None = None  # of the same firm: comes along to meetings
        self._employer: Employer | None = None
        self._vacancies = 0
        self._original: Original | None = None

    def fill(self, pile: Pile, count: int) -> None:
        """Put *count* contacts on the pile."""
        for contact_id in new_ids(count):
            if self._original is not None:
                original, self._original = self._original, None
                self._company = None
                self._twin(pile, contact_id, original)
            elif self._vacancies and self._employer is not None:
                self._vacancies -= 1
                self._person(pile, contact_id, self._employer)
                self._company = contact_id
            elif self._random.random() < 0.55:
                self._company = None
                self._employer = self._organisation(pile, contact_id)
                self._vacancies = self._random.choice((1, 1, 1, 2, 2, 3))
            else:
                self._company = None
                self._person(pile, contact_id, None)

    # ---- contacts ------------------------------------------------------------------------------------------------

    def _organisation(self, pile: Pile, contact_id: int) -> Employer:
        chance, place = self._random, self._place()
        country = place.country
        words, name, form = self._firm_name(country)
        employer = Employer(contact_id, place, f"{_slug(words)}.example", self._number(place, mobile=False))
        present = {"person"}
        if chance.random() < 0.95:
            self._phone(pile, contact_id, place, employer.switchboard, "main", 0, present)
        if chance.random() < 0.7:
            local = chance.choice(("office", "info", "contact", "sales"))
            self._email(pile, contact_id, f"{local}@{employer.domain}", present)
        if chance.random() < 0.9:
            self._address(pile, contact_id, place, "work", present)
        if chance.random() < 0.5:
            pile.add(Messenger, contact_id, "web", f"www.{employer.domain}")
            present.add("website")
        values: dict[str, Any] = {"legal_form": form}
        if chance.random() < 0.6 and (tax_number := self._tax_number(country.code)):
            values["tax_number"] = tax_number
            present.add("tax_number")
        if chance.random() < 0.85 and (industry := self._choice("industry", _INDUSTRIES)):
            values["industry_id"] = industry
            present.add("industry")
        sort = fold(name).strip(_QUOTES)
        self._contact(pile, contact_id, Kind.ORGANISATION, name, sort, country.language, present, values)
        return employer

    def _person(self, pile: Pile, contact_id: int, employer: Employer | None) -> None:
        chance = self._random
        place = employer.place if employer else self._place()
        language = place.country.language
        woman = chance.random() < 0.5
        given = chance.choice((names.WOMEN if woman else names.MEN)[language])
        family = names.family_name(chance.choice(names.FAMILIES[language]), language, woman)
        middle = ""
        if language == "ru" and chance.random() < 0.7:
            middle = chance.choice(names.FATHERS) + ("на" if woman else "ич")
        present = {"name"}
        mobile = self._reach(pile, contact_id, employer, place, f"{_slug(given)}.{_slug(family)}", present)
        if employer:
            index = chance.randrange(len(names.POSITIONS[language]))
            role = self._choices.get("role", {}).get(names.POSITION_ROLES[index])
            pile.add(Job, contact_id, employer.id, names.POSITIONS[language][index], role, True)
        if chance.random() < 0.4:
            self._birthday(pile, contact_id)
            present.add("birthday")
        name = " ".join(part for part in (given, middle, family) if part)
        values = {
            "given_name": given,
            "middle_name": middle,
            "family_name": family,
            "sex": "female" if woman else "male",
        }
        sort = sort_name(family, given, middle)
        self._contact(pile, contact_id, Kind.PERSON, name, sort, language, present, values)
        if mobile and chance.random() < self._twins:
            self._original = Original(place, given, family, mobile)

    def _twin(self, pile: Pile, contact_id: int, original: Original) -> None:
        """The same person as somebody in a hurry typed them: no diacritics, family name first, one phone."""
        given, family = (_plain(part) for part in (original.given, original.family))
        present = {"name"}
        self._phone(pile, contact_id, original.place, original.mobile, "mobile", 0, present)
        values = {"given_name": given, "family_name": family}
        name, sort = f"{given} {family}", sort_name(family, given)
        self._contact(pile, contact_id, Kind.PERSON, name, sort, original.place.country.language, present, values)

    def _contact(
        self,
        pile: Pile,
        contact_id: int,
        kind: Kind,
        name: str,
        sort: str,
        language: str,
        present: set[str],
        values: dict[str, Any],
    ) -> None:
        chance = self._random
        told = self._history.fill(pile, contact_id, language, self._company)
        life_cycle = self._life_cycle(told.last)
        customer = life_cycle in ("active", "at_risk", "dormant", "lost")
        relation = "customer" if customer else chance.choice(("prospect", "prospect", "supplier", "partner", ""))
        source = self._choice("source", _SOURCES) if chance.random() < 0.6 else None
        present |= {"language"} | ({"relation"} if relation else set()) | ({"source"} if source else set())
        for tag_id in chance.sample(self._tags, chance.choice((0, 0, 0, 1, 1, 2))):
            pile.add(ContactTag, contact_id, tag_id)
        pile.add_contact(
            contact_id,
            kind=str(kind),
            name=name,
            sort_name=sort,
            name_key=name_key(name),
            relation_to_us=relation,
            life_cycle=life_cycle,
            abc_class=chance.choice(("A", "B", "B", "C", "C", "C", "")) if customer else "",
            language=language,
            source_id=source,
            responsible_id=self._operator if chance.random() < 0.7 else None,
            notes=chance.choice(texts.NOTES[language]) if chance.random() < 0.25 else "",
            first_contact_on=told.first.date() if told.first else None,
            last_touch_at=told.last,
            next_step_on=told.next_step_on,
            next_step=told.next_step,
            rhythm_days=chance.choice((14, 30, 60)) if customer and chance.random() < 0.15 else None,
            completeness=completeness(kind, present),
            **values,
        )

    def _life_cycle(self, last: datetime | None) -> str:
        if last is None:
            return self._random.choice(("new", "new", ""))
        days = (self._now - last).days
        if days < 60:
            return self._random.choice(("new", "interested", "active", "active", "active"))
        return self._random.choice(("active", "at_risk", "dormant") if days < 150 else ("dormant", "dormant", "lost"))

    # ---- ways to reach them --------------------------------------------------------------------------------------

    def _reach(
        self, pile: Pile, contact_id: int, employer: Employer | None, place: Place, local: str, present: set[str]
    ) -> str:
        """Phones, e-mail, address of a person; gives the mobile number, if any."""
        chance = self._random
        mobile = self._number(place, mobile=True) if chance.random() < 0.9 else ""
        position = 0
        if mobile:
            self._phone(pile, contact_id, place, mobile, "mobile", position, present)
            position += 1
        if employer and chance.random() < 0.35:  # the switchboard is shared
            self._phone(pile, contact_id, place, employer.switchboard, "work", position, present)
        if chance.random() < 0.7:
            domain = employer.domain if employer else chance.choice(("mail.example", "posta.example", "inbox.example"))
            self._email(pile, contact_id, f"{local}@{domain}", present)
        if employer is None and chance.random() < 0.6:
            self._address(pile, contact_id, place, "home", present)
        if mobile and chance.random() < 0.25:
            pile.add(Messenger, contact_id, chance.choice(("viber", "whatsapp", "telegram")), mobile)
        return mobile

    def _place(self) -> Place:
        country = self._random.choices(names.COUNTRIES, cum_weights=self._weights)[0]
        cities = country.cities
        return Place(country, cities[0] if self._random.random() < 0.4 else self._random.choice(cities))

    def _number(self, place: Place, *, mobile: bool) -> str:
        """An E.164 number that nobody has."""
        country = place.country
        if mobile:
            lead, count = country.mobile
        else:
            lead, count = place.city.area + country.local_lead, place.city.digits - len(country.local_lead)
        return f"+{country.calling}{lead}{self._random.randrange(10**count):0{count}}"

    def _phone(
        self, pile: Pile, contact_id: int, place: Place, number: str, kind: str, position: int, present: set[str]
    ) -> None:
        country = place.country
        national = number[1 + len(country.calling) :]
        raw = self._random.choice((number, f"+{country.calling} {national}", f"{country.trunk}{national}"))
        present.add("phone")
        pile.add(Phone, contact_id, raw, number, country.code, kind, "ok", number[1:], national, number[-7:], position)

    def _email(self, pile: Pile, contact_id: int, address: str, present: set[str]) -> None:
        present.add("email")
        pile.add(Email, contact_id, address, address, "work")

    def _address(self, pile: Pile, contact_id: int, place: Place, kind: str, present: set[str]) -> None:
        chance, city = self._random, place.city
        street = f"{chance.choice(place.country.streets)} {chance.randrange(1, 140)}"
        if kind == "home" and place.country.language != "en":
            street += f"{', ap.' if place.country.language == 'ro' else ', кв.'} {chance.randrange(1, 90)}"
        postcode = re.sub("#", lambda _found: str(chance.randrange(10)), city.postcode)
        present.add("address")
        pile.add(Address, contact_id, kind, street, city.name, city.region, postcode, place.country.code)

    def _birthday(self, pile: Pile, contact_id: int) -> None:
        chance = self._random
        ahead = chance.randrange(0, 14) if chance.random() < 0.12 else chance.randrange(0, 365)
        day = (self._now + timedelta(days=ahead)).date()
        year = self._now.year - chance.randrange(22, 65) if chance.random() < 0.6 else None
        pile.add(ImportantDate, contact_id, "birthday", min(day.day, 28), day.month, year)

    # ---- facts ---------------------------------------------------------------------------------------------------

    def _firm_name(self, country: Country) -> tuple[str, str, str]:
        """Words, whole name, legal form; names do not repeat as long as there are enough."""
        chance, language = self._random, country.language
        for attempt in range(20):
            words = chance.choice(names.FIRM_FIRST[language])
            if language != "ru" or attempt:
                words += f" {chance.choice(names.FIRM_SECOND[language])}"
            if attempt > 2:
                words += f" {chance.choice(names.FAMILIES[language])}"
            if words not in self._firm_names:
                break
        self._firm_names.add(words)
        form = chance.choice(country.forms)
        return words, names.firm_name(words, form, language, quoted=chance.random() < 0.5), form

    def _tax_number(self, country: str) -> str:
        """A number whose check digit fits, from a range that is not given out."""
        digits = [self._random.randrange(10) for _place in range(8)]
        if country == "MD":
            body = [9, 0, 0, 0, *digits]
            return _joined(body, sum(digit * (7, 3, 1)[place % 3] for place, digit in enumerate(body)) % 10)
        if country == "RO":
            body = [9, *digits]
            total = sum(digit * weight for digit, weight in zip(body, (7, 5, 3, 2, 1, 7, 5, 3, 2), strict=True))
            return "RO" + _joined(body, total * 10 % 11 % 10)
        if country == "RU":
            body = [0, 0, *digits[:7]]
            total = sum(digit * weight for digit, weight in zip(body, (2, 4, 10, 3, 5, 9, 4, 6, 8), strict=True))
            return _joined(body, total % 11 % 10)
        return ""

    def _choice(self, list_name: str, codes: Sequence[str]) -> int | None:
        return self._choices.get(list_name, {}).get(self._random.choice(codes))


def _joined(digits: Sequence[int], check: int) -> str:
    return "".join(map(str, (*digits, check)))


def _slug(text: str) -> str:
    """Words as they stand in an address: “Țurcanu” is turcanu, “Сергей” sergei."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode() if text[0] < "\u0400" else fold(text)
    return _NOT_WORD.sub("-", bare.lower()).strip("-")


def _plain(text: str) -> str:
    """Without the marks that a hurried typist leaves out."""
    return text.translate(str.maketrans("ăâîșțĂÂÎȘȚёЁ", "aaistAAISTеЕ"))
