"""The properties of one card gathered into a :class:`VCard` (RFC 6350 6, RFC 2426 3, vCard 2.1 2.2)."""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

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
from desktop_crm.files.vcard_line import ContentLine, split_value, unescaped

MAX_PHOTO = 5_000_000
_LONGEST = 1_000_000  # characters of a value that is taken apart
_DATE = re.compile(
    r"^(?:(?P<year>\d{4})-?(?P<month>\d\d)-?(?P<day>\d\d)|(?P<y2>\d{4})-(?P<m2>\d\d)|(?P<y3>\d{4})"
    r"|--(?P<m4>\d\d)-?(?P<d4>\d\d)|--(?P<m5>\d\d)|---(?P<d6>\d\d))(?:[T ].*)?$"
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_APPLE_LABEL = re.compile(r"^_\$!<(.*)>!\$_$")
_SYSTEMS = {
    "X-SKYPE": "skype", "X-SKYPE-USERNAME": "skype", "X-AIM": "aim", "X-ICQ": "icq", "X-JABBER": "xmpp", "X-MSN": "msn",
    "X-YAHOO": "yahoo", "X-GOOGLE-TALK": "google talk", "X-GTALK": "google talk", "X-QQ": "qq", "X-SIP": "sip",
    "X-TELEGRAM": "telegram", "X-WHATSAPP": "whatsapp", "X-VIBER": "viber", "X-SIGNAL": "signal",
    "X-KAKAOTALK": "kakaotalk", "X-GADUGADU": "gadu-gadu", "X-GROUPWISE": "groupwise", "X-WECHAT": "wechat",
    "X-TWITTER": "twitter",
}  # fmt: skip
_DROPPED = {"BEGIN", "END", "VERSION", "X-ABLABEL"}


class CardReader:
    """Collects the lines of one card."""

    def __init__(self, line: int) -> None:
        self._line = line
        self._lines: list[ContentLine] = []
        self.version = ""
        self.photos_left_out = 0

    def add(self, line: ContentLine) -> None:
        """Take one more property."""
        if line.name == "VERSION":
            self.version = line.value.strip()
        self._lines.append(line)

    @property
    def last(self) -> ContentLine | None:
        """The property taken last."""
        return self._lines[-1] if self._lines else None

    def card(self) -> VCard:
        """The finished card."""
        work = _CardWork(self._lines, self.version, self._line)
        card = work.card()
        self.photos_left_out = work.photos_left_out
        return card


class _CardWork:
    def __init__(self, lines: list[ContentLine], version: str, line: int) -> None:
        self._lines = lines
        self._old = version.startswith("2") or not version
        self._texts: dict[str, str] = {"version": version}
        self._lists: dict[str, list[object]] = {}
        self._dates: dict[str, PartialDate] = {}
        self._photo: bytes | None = None
        self._others: list[VCardProperty] = []
        self._jobs: list[tuple[str, str, object]] = []  # property, group, value
        self._labels = {
            each.group.lower(): _label(self._plain(each.value))
            for each in lines
            if each.name == "X-ABLABEL" and each.group
        }
        self._seen: set[tuple[str, str]] = set()
        self._start = line
        self.photos_left_out = 0

    def card(self) -> VCard:
        for line in self._lines:
            if line.name in _DROPPED:
                continue
            rule = _RULES.get(line.name)
            if not line.value.strip() and line.binary is None:
                continue
            too_long = len(line.value) > _LONGEST and line.name not in ("NOTE", "PHOTO")
            if rule is None or too_long or self._is_alternative(line) or not rule(self, line):
                self._keep(line)
        fields: dict[str, Any] = {name: tuple(values) for name, values in self._lists.items()}
        fields |= {**self._texts, **self._dates, "jobs": tuple(self._paired_jobs()), "others": tuple(self._others)}
        return VCard(photo=self._photo, line=self._start, **fields)

    def _is_alternative(self, line: ContentLine) -> bool:
        """Whether this is the same fact in another language (ALTID, RFC 6350 5.4): the first one is taken."""
        altid = line.first("ALTID") if line.parameters else ""
        if not altid:
            return False
        key = (line.name, altid)
        if key in self._seen:
            return True
        self._seen.add(key)
        return False

    def _keep(self, line: ContentLine) -> None:
        value = line.value
        if line.binary is not None:
            value = base64.b64encode(line.binary).decode("ascii") if len(line.binary) <= MAX_PHOTO else ""
        parameters = line.parameters + ((("GROUP", line.group),) if line.group else ())
        if self._old and line.binary is None:  # kept values are escaped as in 4.0
            value = _escaped_old(value)
            parameters = tuple(each for each in parameters if each[0] not in ("ENCODING", "CHARSET"))
        self._others.append(VCardProperty(line.name, parameters, value))

    def _plain(self, value: str) -> str:
        return unescaped(value, old=self._old)

    def _types(self, line: ContentLine) -> tuple[str, ...]:
        return _types_of(line.parameters) if line.parameters else ()

    def _label_of(self, line: ContentLine) -> str:
        return self._labels.get(line.group.lower(), "") if line.group else ""

    def _append(self, field: str, value: object) -> bool:
        self._lists.setdefault(field, []).append(value)
        return True

    def _parts(self, line: ContentLine, count: int, glue: tuple[str, ...]) -> list[str]:
        parts = split_value(line.value, ";")
        texts = []
        for index, part in enumerate(parts):
            if self._old or "," not in part:
                texts.append(self._plain(part))
            else:
                texts.append(glue[min(index, len(glue) - 1)].join(self._plain(each) for each in split_value(part, ",")))
        return texts + [""] * (count - len(texts))

    # one rule for each property; False: not taken, keep it among the others

    def text(self, line: ContentLine) -> bool:
        """A property that is one text."""
        field = _TEXT_FIELDS[line.name]
        if self._texts.get(field):
            return False
        value = self._plain(line.value)
        self._texts[field] = value.strip().lower() if field == "kind" else value
        return True

    def name(self, line: ContentLine) -> bool:
        """N: family; given; middle; prefix; suffix."""
        if any(self._texts.get(field) for field in ("family", "given", "middle", "prefix", "suffix")):
            return False
        fields = ("family", "given", "middle", "prefix", "suffix")
        parts = self._parts(line, 5, (" ", " ", " ", ", "))
        self._texts.update(zip(fields, parts, strict=False))
        return not any(part.strip() for part in parts[5:])  # what is too much is kept among the others

    def nickname(self, line: ContentLine) -> bool:
        """NICKNAME: a list; shown as one text."""
        if self._texts.get("nickname"):
            return False
        parts = [line.value] if self._old else split_value(line.value, ",")
        self._texts["nickname"] = ", ".join(self._plain(part) for part in parts)
        return True

    def note(self, line: ContentLine) -> bool:
        """NOTE: several are put one below the other."""
        before = self._texts.get("note")
        text = self._plain(line.value).replace("\r\n", "\n").replace("\r", "\n")
        self._texts["note"] = f"{before}\n{text}" if before else text
        return True

    def phone(self, line: ContentLine) -> bool:
        """TEL: text, or a ``tel:`` URI with its extension (RFC 3966)."""
        text = self._plain(line.value)
        extension = line.first("X-EXTENSION")
        if text.lower().startswith("tel:"):
            text, *parameters = text[4:].split(";")
            text = unquote(text)
            for parameter in parameters:
                key, _sign, value = parameter.partition("=")
                if key.lower() == "ext":
                    extension = unquote(value)
        return self._append("phones", VCardPhone(text, self._types(line), extension, self._label_of(line)))

    def email(self, line: ContentLine) -> bool:
        """EMAIL, sometimes as a ``mailto:`` URI."""
        text = self._plain(line.value)
        if text.lower().startswith("mailto:"):
            text = unquote(text[7:])
        return self._append("emails", VCardText(text, self._types(line), self._label_of(line)))

    def url(self, line: ContentLine) -> bool:
        """URL."""
        return self._append("urls", VCardText(self._plain(line.value), self._types(line), self._label_of(line)))

    def related(self, line: ContentLine) -> bool:
        """RELATED, and Apple's names of related people."""
        return self._append("related", VCardText(self._plain(line.value), self._types(line), self._label_of(line)))

    def member(self, line: ContentLine) -> bool:
        """MEMBER of a group."""
        return self._append("members", self._plain(line.value))

    def language(self, line: ContentLine) -> bool:
        """LANG."""
        return self._append("languages", self._plain(line.value))

    def address(self, line: ContentLine) -> bool:
        """ADR: box; extended; street; city; region; postcode; country."""
        parts = self._parts(line, 7, (", ",))
        if not any(part.strip() for part in parts):
            return True
        country = ", ".join(part for part in parts[6:] if part)
        box, extended, street, city, region, postcode = parts[:6]
        types, label = self._types(line), self._label_of(line)
        address = VCardAddress(box, extended, street, city, region, postcode, country, types, label)
        return self._append("addresses", address)

    def categories(self, line: ContentLine) -> bool:
        """CATEGORIES: a list."""
        marked = line.value.replace(";", ",") if self._old and "\\" not in line.value else line.value
        for part in split_value(marked, ","):
            if part.strip():
                self._append("categories", self._plain(part).strip() if self._old else self._plain(part))
        return True

    def messenger(self, line: ContentLine) -> bool:
        """IMPP (RFC 4770), X-SKYPE and its like, social profiles of Apple."""
        text = self._plain(line.value)
        system = _SYSTEMS.get(line.name, "")
        types = self._types(line)
        scheme, _colon, rest = text.partition(":")
        service = line.first("X-SERVICE-TYPE").lower()
        if line.name in ("IMPP", "X-SIP") and _SCHEME.match(text):
            system, text = service or system or scheme.lower(), unquote(rest)
        elif line.name == "X-SOCIALPROFILE":
            system, types = next(iter(types), "social"), types[1:]
            text = line.first("X-USER") or text
        return self._append("messengers", VCardMessenger(system or service or "other", text, types))

    def date(self, line: ContentLine) -> bool:
        """BDAY and ANNIVERSARY: whole or partial; free text is kept among the others."""
        field = "birthday" if line.name == "BDAY" else "anniversary"
        found = partial_date(self._plain(line.value).strip())
        if found is None or field in self._dates:
            return False
        omitted = line.first("X-APPLE-OMIT-YEAR")
        if omitted and str(found.year) == omitted.strip():
            found = replace(found, year=None)
        self._dates[field] = found
        return True

    def photo(self, line: ContentLine) -> bool:
        """PHOTO: base64 or a ``data:`` URI; an address on the web is kept among the others."""
        content = line.binary
        if content is None and line.value[:5].lower() == "data:":
            head, _comma, value = unescaped(line.value).partition(",")
            try:
                is_base64 = head.lower().endswith(";base64")
                content = base64.b64decode(value) if is_base64 else unquote_to_bytes(value)
            except binascii.Error:
                return False
        if content is None or self._photo is not None:
            return False
        if len(content) > MAX_PHOTO:
            self.photos_left_out += 1
        elif content:
            self._photo = content
        return True

    def job(self, line: ContentLine) -> bool:
        """ORG, TITLE, ROLE: paired later."""
        value: object = self._plain(line.value)
        if line.name == "ORG":
            units = [self._plain(part) for part in split_value(line.value, ";")]
            while units and not units[-1].strip():
                units.pop()
            value = tuple(units)
        if value:
            self._jobs.append((line.name, line.group.lower(), value))
        return True

    def _paired_jobs(self) -> list[VCardJob]:
        """Jobs by their group (``job1.ORG``, ``job1.TITLE``), the rest in order; one organisation may serve all."""
        if not self._jobs:
            return []
        names: dict[str, set[str]] = {}
        for name, group, _value in self._jobs:
            names.setdefault(group, set()).add(name)
        own: dict[str, dict[str, object]] = {
            group: {} for group, found in names.items() if group and (len(found) > 1 or group.startswith("job"))
        }
        rest: dict[str, list[object]] = {"ORG": [], "TITLE": [], "ROLE": []}
        for name, group, value in self._jobs:
            if group in own and name not in own[group]:
                own[group][name] = value
            else:
                rest[name].append(value)
        jobs = [self._job(found) for found in own.values()]
        shared = rest["ORG"] if len(rest["ORG"]) == 1 else []
        for index in range(max(map(len, rest.values()))):
            values = {name: found[index] for name, found in rest.items() if index < len(found)}
            if shared and index:
                values["ORG"] = shared[0]
            jobs.append(self._job(values))
        return jobs

    @staticmethod
    def _job(values: dict[str, object]) -> VCardJob:
        organisation = values.get("ORG", ())
        return VCardJob(
            str(values.get("TITLE", "")),
            str(values.get("ROLE", "")),
            organisation if isinstance(organisation, tuple) else (),
        )


@lru_cache(maxsize=1024)
def _types_of(parameters: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    found = [each.strip().lower() for name, value in parameters if name == "TYPE" for each in value.split(",")]
    preferred = "pref" in found or any(name == "PREF" and value for name, value in parameters)
    types = dict.fromkeys(each for each in found if each and each != "pref")
    return (*types, "pref") if preferred else tuple(types)


def partial_date(text: str) -> PartialDate | None:
    """A date in any of the forms of RFC 6350 4.3.1, its time left out; ``None`` for other text."""
    match = _DATE.match(text)
    if match is None:
        return None
    parts = {name[0]: int(value) for name, value in match.groupdict().items() if value}
    month, day = parts.get("m"), parts.get("d")
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    return PartialDate(parts.get("y"), month, day)


def _label(text: str) -> str:
    """A label of Apple's: its own are wrapped (``_$!<Home>!$_``)."""
    match = _APPLE_LABEL.match(text)
    return match[1].lower() if match is not None else text


def _escaped_old(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


_Rule = Callable[[_CardWork, ContentLine], bool]
_TEXT_FIELDS = {
    "FN": "full_name",
    "UID": "uid",
    "KIND": "kind",
    "X-ADDRESSBOOKSERVER-KIND": "kind",
    "GENDER": "gender",
    "X-GENDER": "gender",
}
_RULES: dict[str, _Rule] = {
    **dict.fromkeys(_TEXT_FIELDS, _CardWork.text),
    **dict.fromkeys(_SYSTEMS, _CardWork.messenger),
    "N": _CardWork.name,
    "NICKNAME": _CardWork.nickname,
    "NOTE": _CardWork.note,
    "TEL": _CardWork.phone,
    "EMAIL": _CardWork.email,
    "URL": _CardWork.url,
    "RELATED": _CardWork.related,
    "X-ABRELATEDNAMES": _CardWork.related,
    "MEMBER": _CardWork.member,
    "X-ADDRESSBOOKSERVER-MEMBER": _CardWork.member,
    "LANG": _CardWork.language,
    "ADR": _CardWork.address,
    "CATEGORIES": _CardWork.categories,
    "IMPP": _CardWork.messenger,
    "X-SOCIALPROFILE": _CardWork.messenger,
    "BDAY": _CardWork.date,
    "ANNIVERSARY": _CardWork.date,
    "X-ANNIVERSARY": _CardWork.date,
    "X-EVOLUTION-ANNIVERSARY": _CardWork.date,
    "PHOTO": _CardWork.photo,
    "ORG": _CardWork.job,
    "TITLE": _CardWork.job,
    "ROLE": _CardWork.job,
}
