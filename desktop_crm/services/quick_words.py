"""The words of a quick reminder in English, Romanian and Russian; folded on loading."""

from collections.abc import Mapping

from desktop_crm.base.text import fold


def _folded(lines: Mapping[str, str]) -> dict[str, str]:
    return {fold(word): code for code, words in lines.items() for word in words.split()}


# the first verb or noun of the sentence says what kind of thing it is
KINDS = _folded(
    {
        "call": "call phone ring sună suna sun telefonează telefon apel apelează позвонить позвони перезвонить "
        "перезвони звонок созвон набрать созвониться",
        "meet": "meet meeting întâlnire întâlni întâlnește встретиться встреча встретить",
        "send": "send email mail trimite trimis expediază отправить отправь выслать вышли послать написать",
        "visit": "visit vizită vizitează mergi визит заехать съездить навестить",
        "pay": "pay collect plătește plată achită încasează оплатить оплата заплатить получить взыскать",
        "prepare": "prepare pregătește pregăti подготовить приготовить подготовь",
        "check": "check verify verifică control проверить проверь контроль",
    }
)
DAYS = {fold(word): days for days, words in {
    0: "today azi astăzi сегодня", 1: "tomorrow mâine завтра", 2: "poimâine послезавтра",
}.items() for word in words.split()}  # fmt: skip
DAY_PARTS = {fold(word): clock for clock, words in {
    (9, 0): "morning dimineața dimineață утром", (12, 0): "noon prânz полдень обед",
    (15, 0): "afternoon днём", (19, 0): "evening tonight seara seară diseară вечером",
}.items() for word in words.split()}  # fmt: skip
WEEKDAYS = {fold(word): day for day, words in enumerate((
    "monday mon luni lunea понедельник понедельникам",
    "tuesday tue marți marțea вторник вторникам",
    "wednesday wed miercuri miercurea среда среду средам",
    "thursday thu joi joia четверг четвергам",
    "friday fri vineri vinerea пятница пятницу пятницам",
    "saturday sat sâmbătă sâmbăta суббота субботу субботам",
    "sunday sun duminică duminica воскресенье воскресеньям",
)) for word in words.split()}  # fmt: skip
MONTHS = {fold(word): month for month, words in enumerate((
    "january jan ianuarie ian января", "february feb februarie февраля", "march mar martie марта",
    "april apr aprilie апреля", "may mai мая", "june jun iunie июня", "july jul iulie июля", "august aug августа",
    "september sep sept septembrie сентября", "october oct octombrie октября", "november nov noiembrie noi ноября",
    "december dec decembrie декабря",
), start=1) for word in words.split()}  # fmt: skip
UNITS = _folded(
    {
        "minute": "minute minutes min minut minuta минуту минуты минут мин",
        "hour": "hour hours oră ore ora час часа часов",
        "day": "day days zi zile день дня дней",
        "week": "week weeks săptămână săptămâni săptămâna неделю недели недель неделя",
        "month": "month months lună luni луна месяц месяца месяцев",
        "year": "year years an ani год года лет",
    }
)
NUMBERS = {fold(word): number for number, words in {
    1: "a an one un o una один одну одна", 2: "two doi două два две", 3: "three trei три",
    4: "four patru четыре", 5: "five cinci пять", 6: "six șase шесть", 10: "ten zece десять",
}.items() for word in words.split()}  # fmt: skip
HALF = frozenset(map(fold, ("half", "jumătate")))
HALF_HOUR = fold("полчаса")
OF_MONTH = frozenset(map(fold, ("числа",)))
AFTER = frozenset(map(fold, ("in", "peste", "через")))  # in 3 days
AT = frozenset(map(fold, ("at", "la", "ora", "в", "во", "к", "by", "@")))  # at 10
ON = frozenset(map(fold, ("on", "pe", "în", "la", "в", "во", "of", "de", "next", "viitoare", "viitor", "следующий",
                          "следующую", "следующее", "this", "the")))  # fmt: skip
NEXT = frozenset(map(fold, ("next", "viitoare", "viitor", "следующий", "следующую", "следующее")))
EVERY = frozenset(map(fold, ("every", "each", "fiecare", "каждый", "каждую", "каждое", "каждые")))
ON_DAYS = frozenset(map(fold, ("по",)))  # по понедельникам
ADVERBS = _folded(
    {
        "daily": "daily zilnic ежедневно",
        "weekly": "weekly săptămânal еженедельно",
        "monthly": "monthly lunar ежемесячно",
        "yearly": "yearly annually anual ежегодно",
    }
)
URGENT = frozenset(map(fold, ("urgent", "urgently", "срочно", "asap")))
IMPORTANT = frozenset(map(fold, ("important", "важно")))
AM_PM = {"am": 0, "pm": 12}
SMALL = frozenset(map(fold, ("with", "to", "cu", "lui", "pe", "la", "с", "со", "к", "the", "for", "pentru", "для",
                             "about", "despre", "о", "об", "by", "и", "și", "and", "back")))  # fmt: skip
