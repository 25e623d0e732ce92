"""The words of a quick reminder in English, Romanian and Russian, compared without diacritics and in lower case.

In a phrase (:func:`phrase`) a name in braces stands for any word of a list, other words for themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TypeVar

from desktop_crm.base.text import plain_letters

Code = TypeVar("Code")


def _codes(lines: Mapping[Code, str]) -> dict[str, Code]:
    return {plain_letters(word): code for code, words in lines.items() for word in words.split()}


def _phrases(lines: Mapping[Code, str]) -> dict[str, Code]:
    """Several words each, between bars."""
    return {plain_letters(words.strip()): code for code, line in lines.items() for words in line.split("|")}


def _words(text: str) -> frozenset[str]:
    return frozenset(map(plain_letters, text.split()))


# the first verb or noun of the sentence says what kind of thing it is
KINDS = _codes(
    {
        "call": "call phone ring telephone dial sună suna sunat sun telefonează telefonat telefonez telefon "
        "apel apelează "
        "apelat позвонить позвони позвоню перезвонить перезвони перезвоню звонок созвон набрать набери созвониться",
        "meet": "meet meeting lunch întâlnire întâlni întâlnit întâlnesc întâlnește ședință встретиться встреча "
        "встретить встречусь совещание планёрка переговоры",
        "send": "send email e-mail mail trimite trimis trimit trimitem expediază expediat отправить отправь отправлю "
        "выслать вышли послать написать направить переслать скинуть",
        "visit": "visit vizită vizitează vizitat mergi mers визит заехать съездить навестить посетить",
        "pay": "pay payment collect plătește plătit plătesc plată plata plăți achită achitat achitare încasează "
        "încasat "
        "оплатить оплата оплати заплатить получить взыскать",
        "prepare": "prepare pregătește pregătit pregătesc pregăti подготовить приготовить подготовь подготовка",
        "check": "check verify verifică verificat verific verificare controlează control проверить проверь проверять "
        "проверка сверить",
    }
)
MONTHS = _codes(
    {
        1: "january jan ianuarie ian января январе янв", 2: "february feb februarie февраля феврале фев",
        3: "march mar martie марта марте", 4: "april apr aprilie апреля апреле апр", 5: "may mai мая мае",
        6: "june jun iunie июня июне июн", 7: "july jul iulie июля июле июл",
        8: "august aug августа августе авг", 9: "september sep sept septembrie сентября сентябре сен сент",
        10: "october oct octombrie октября октябре окт", 11: "november nov noiembrie ноября ноябре нояб",
        12: "december dec decembrie декабря декабре дек",
    }
)  # fmt: skip
WEEKDAYS = _codes(
    {
        0: "monday luni lunea понедельник понедельника понедельнику пн", 1: "tuesday marți marțea вторник "
            "вторника вторнику вт",
        2: "wednesday miercuri miercurea среда среду среды среде ср", 3: "thursday joi joia четверг четверга "
            "четвергу чт",
        4: "friday vineri vinerea пятница пятницу пятницы пятнице пт",
        5: "saturday sâmbătă sîmbătă суббота субботу субботы субботе сб",
        6: "sunday duminică воскресенье воскресенья воскресенью вс",
    }
)  # fmt: skip
SHORT_WEEKDAYS = _codes({0: "mon", 1: "tue tues", 2: "wed", 3: "thu thurs", 4: "fri", 5: "sat", 6: "sun"})
EACH_WEEKDAY = _codes(  # that say by themselves: each of them
    {
        0: "mondays lunea понедельникам", 1: "tuesdays marțea вторникам", 2: "wednesdays miercurea средам",
        3: "thursdays joia четвергам", 4: "fridays vinerea пятницам", 5: "saturdays субботам", 6: "sundays "
            "воскресеньям",
    }
)  # fmt: skip
UNITS = _codes(
    {
        "minute": "minute minutes min minut minuta минуту минуты минут мин",
        "hour": "hour hours hr hrs oră ore ora час часа часов",
        "day": "day days zi zile день дня дней",
        "week": "week weeks săptămână săptămâni săptămâna săptămânii неделю недели недель неделя",
        "month": "month months lună luni luna lunii месяц месяца месяцев",
        "quarter": "quarter quarters trimestru trimestre trimestrul trimestrului квартал квартала кварталов",
        "half": "semestru semestre полгода полугодие",
        "year": "year years an ani anul anului год года лет",
    }
)
FREQUENCIES = {  # what recurs with each unit, and how many of it
    "day": ("daily", 1), "week": ("weekly", 1), "month": ("monthly", 1), "quarter": ("monthly", 3),
    "half": ("monthly", 6), "year": ("yearly", 1),
}  # fmt: skip
ADVERBS = _codes(
    {
        ("daily", 1): "daily zilnic zilnică ежедневно ежедневный",
        ("weekly", 1): "weekly săptămânal săptămânală еженедельно еженедельный",
        ("weekly", 2): "fortnightly biweekly",
        ("monthly", 1): "monthly lunar lunară ежемесячно ежемесячный",
        ("monthly", 3): "quarterly trimestrial trimestrială ежеквартально ежеквартальный",
        ("monthly", 6): "semestrial semestrială",
        ("yearly", 1): "yearly annually annual anual anuală ежегодно ежегодный",
    }
)
NUMBERS = _codes(
    {
        1: "a an one un o una один одну одна", 2: "two doi două два две", 3: "three trei три", 4: "four patru четыре",
        5: "five cinci пять", 6: "six șase шесть", 7: "seven șapte семь", 8: "eight opt восемь", 9: "nine nouă "
            "девять",
        10: "ten zece десять", 11: "eleven unsprezece одиннадцать", 12: "twelve doisprezece двенадцать",
        15: "fifteen cincisprezece пятнадцать", 20: "twenty douăzeci двадцать", 30: "thirty treizeci тридцать",
    }
)  # fmt: skip
NTH = _phrases(
    {
        1: "first|prima|primul|primul|первый|первую|первое|первая", 2: "second|a doua|al doilea|второй|вторую|"
            "второе|вторая",
        3: "third|a treia|al treilea|третий|третью|третье|третья", 4: "fourth|a patra|al patrulea|четвёртый|"
            "четвёртую|четвёртое",
        -1: "last|ultima|ultimul|последний|последнюю|последнее|последняя",
    }
)  # fmt: skip
DAYS = _phrases(
    {
        0: "today|azi|astăzi|сегодня|eod|end of day|end of the day|sfârșitul zilei|конца дня",
        1: "tomorrow|tmrw|mâine|mîine|завтра",
        2: "the day after tomorrow|day after tomorrow|poimâine|poimîine|послезавтра",
    }
)
PARTS = _phrases(  # of the day
    {
        "morning": "morning|in the morning|first thing|first thing in the morning|dimineață|dimineața|de "
        "dimineață|la prima oră|"
        "утром|утра|с утра|с самого утра",
        "noon": "noon|at noon|midday|at midday|at lunch|at lunchtime|la prânz|la amiază|în полдень|в обед|к "
        "обеду|до обеда|"
        "в полдень|к полудню",
        "afternoon": "afternoon|in the afternoon|după-amiază|după-amiaza|după amiază|după amiaza|după masă|după "
        "masa|după-masă|"
        "după-masa|după prânz|после обеда|днём|дня|во второй половине дня",
        "evening": "evening|in the evening|at night|seară|seara|de seară|вечером|вечера|к вечеру",
        "tonight": "tonight|this evening|diseară|în seara asta|astă-seară|сегодня вечером",
    }
)
PART_HOURS = {"morning": 9, "noon": 12, "afternoon": 15, "evening": 19, "tonight": 19}
HOURS_OF = _codes(  # “десятого”: of the tenth hour
    {
        1: "первого", 2: "второго", 3: "третьего", 4: "четвёртого", 5: "пятого", 6: "шестого", 7: "седьмого",
        8: "восьмого", 9: "девятого", 10: "десятого", 11: "одиннадцатого", 12: "двенадцатого",
    }
)  # fmt: skip
HALF_OF = {f"{start}{word}": hour for start in ("пол", "пол-") for word, hour in HOURS_OF.items()}
NEXT = (
    "next viitoare viitor viitoarea следующий следующую следующее следующая следующей следующем следующего "
    "будущий будущую"
)
THIS = "this asta ăsta aceasta această acest эту этот это этой"
EVERY = "every each fiecare fiecărei каждый каждую каждое каждые каждого каждая"
UNTIL = (
    "by|until|till|due|no later than|not later than|până|până la|până pe|până în|cel târziu|nu mai târziu de|до|"
    "не позднее|не позже|к|ко"
)
ON = (
    "on|for|the|pe|în|la|de|din|pentru|pe data de|la data de|data de|în data de|в|во|на|of|за|this|acest|"
    "această|в эту|в этот|эту"
)
AT = (
    "at|around|about|by|from|at around|@|la|la ora|ora|orele|la orele|pe la|pe la ora|în jur de|în jurul orei|"
    "până la|până la ora|până pe la|după|după ora|de la|de la ora|în|в|во|к|ко|до|около|после|с|часов в|"
    "примерно в|не позднее|after|before"
)
AFTER = (
    "in|within|after|peste|în|în termen de|în decurs de|după|dupa vreo|peste vreo|peste aproximativ|in about|через|"
    "через примерно|примерно через|в течение|после"
)
URGENT = (
    "urgent|urgently|foarte urgent|asap|as soon as possible|cât mai repede|cât mai curând|cât mai urgent|срочно|"
    "очень срочно|как можно скорее|! !"
)
IMPORTANT = "important|важно|очень важно|foarte important|!"
LOW = "not urgent|nu e urgent|nu este urgent|не срочно|несрочно|low priority"
# what may stand behind “at 10”: then it is a time, and no number of things
CONNECTIVES = _words(
    "with to for about on in at by and re cu la pe în pentru despre și de din lui prin "
    "в во на к ко с со по о об у и от для про через за"
)  # fmt: skip
# no part of a name
SMALL = _words(
    "with to cu lui pe la с со к ко the for pentru для about despre о об by и și and back de "
    "a un o an mr mrs ms dl dna dlui dnei d-na d-l domnul doamna domnului doamnei domnu' г-н г-жа г-ну г-же "
    "г-ном в на по у"
)  # fmt: skip
MEASURES = (  # behind a number with a point: an amount, no day
    "lei|leu|mdl|ron|eur|euro|usd|dolari|rub|руб|рублей|лея|леев|евро|долларов|грн|%|kg|кг|buc|шт|m|м|mm|мм|cm|"
    "см|l|л|ha|га|tone|тонн|т"
)

_LISTS: dict[str, Iterable[str]] = {
    "month": MONTHS,
    "weekday": WEEKDAYS,
    "short": SHORT_WEEKDAYS,
    "eachday": EACH_WEEKDAY,
    "unit": UNITS,
    "adverb": ADVERBS,
    "num": NUMBERS,
    "nth": NTH,
    "day": DAYS,
    "part": PARTS,
    "hourof": HOURS_OF,
    "halfof": HALF_OF,
    "next": NEXT.split(),
    "this": THIS.split(),
    "every": EVERY.split(),
    "until": UNTIL.split("|"),
    "on": ON.split("|"),
    "at": AT.split("|"),
    "after": AFTER.split("|"),
    "urgent": URGENT.split("|"),
    "important": IMPORTANT.split("|"),
    "low": LOW.split("|"),
    "measure": MEASURES.split("|"),
}
_PART = re.compile(r"\\.|\(\?P<\w+>|\{\d[\d,]*\}|\{(\w+)\}|[^\W\d_]+(?:[-'][^\W\d_]+)*")


def any_of(words: Iterable[str]) -> str:
    """One of them, the longest that fits."""
    ordered = sorted({plain_letters(word) for word in words}, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, ordered))})".replace("\\ ", " ")


@cache
def phrase(text: str) -> re.Pattern[str]:
    """A pattern over words with one blank between each two."""

    def plain(match: re.Match[str]) -> str:
        if match[1]:
            return any_of(_LISTS[match[1]])
        return match[0] if match[0][0] in "\\({" else plain_letters(match[0])

    return re.compile(rf"(?<!\S)(?:{_PART.sub(plain, text)})(?!\S)")
