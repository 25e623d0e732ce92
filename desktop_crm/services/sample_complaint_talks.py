"""What the sample firm talked and wrote about its complaints, and why each thing happened, in three languages."""

from typing import NamedTuple


class SampleTalk(NamedTuple):
    """An entry of the customer's history: kind ("" as the customer wrote or as the answer goes), direction, words."""

    kind: str
    direction: str
    subject: str
    body: str


TALKS: dict[str, dict[str, SampleTalk]] = {
    "en": {
        "acknowledge": SampleTalk("", "out", "Complaint {number} received",
                                  "Told them that we have it, who looks into it and when the answer comes."),
        "wait": SampleTalk("call", "out", "Photo asked for, complaint {number}",
                           "Without a photo we cannot decide. They send it as soon as they can."),
        "resume": SampleTalk("messenger", "in", "Photos for complaint {number}", "Two photos; everything can be seen."),
        "answer": SampleTalk("", "out", "Answer to complaint {number}", "{decision}"),
        "yes": SampleTalk("call", "out", "Asked after complaint {number}", "Content with how it was settled."),
        "no": SampleTalk("call", "out", "Asked after complaint {number}", "Not content, but leaves it at that."),
        "no_answer": SampleTalk("call", "out", "Asked after complaint {number}", ""),
    },
    "ro": {
        "acknowledge": SampleTalk("", "out", "Reclamația {number} a fost primită",
                                  "Am spus că am înregistrat-o, cine o examinează și când vine răspunsul."),
        "wait": SampleTalk("call", "out", "Am cerut o fotografie, reclamația {number}",
                           "Fără fotografie nu putem decide. O trimite cât de curând."),
        "resume": SampleTalk("messenger", "in", "Fotografii la reclamația {number}", "Două fotografii; se vede totul."),
        "answer": SampleTalk("", "out", "Răspuns la reclamația {number}", "{decision}"),
        "yes": SampleTalk("call", "out", "Am întrebat după reclamația {number}",
                          "Este mulțumit de felul în care s-a rezolvat."),
        "no": SampleTalk("call", "out", "Am întrebat după reclamația {number}", "Nu este mulțumit, dar renunță."),
        "no_answer": SampleTalk("call", "out", "Am întrebat după reclamația {number}", ""),
    },
    "ru": {
        "acknowledge": SampleTalk("", "out", "Жалоба {number} получена",
                                  "Сообщили, что зарегистрировали, кто разбирается и когда будет ответ."),
        "wait": SampleTalk("call", "out", "Попросили фотографию, жалоба {number}",
                           "Без фотографии решить не можем. Обещали прислать в ближайшее время."),
        "resume": SampleTalk("messenger", "in", "Фотографии к жалобе {number}", "Две фотографии, всё видно."),
        "answer": SampleTalk("", "out", "Ответ на жалобу {number}", "{decision}"),
        "yes": SampleTalk("call", "out", "Спросили, всё ли в порядке, жалоба {number}", "Решением доволен."),
        "no": SampleTalk("call", "out", "Спросили, всё ли в порядке, жалоба {number}",
                         "Недоволен, но настаивать не будет."),
        "no_answer": SampleTalk("call", "out", "Спросили, всё ли в порядке, жалоба {number}", ""),
    },
}  # fmt: skip
WHYS: dict[str, dict[str, tuple[str, ...]]] = {
    "transport/route": {"en": ("The driver had fourteen stops that day", "The route is planned without a reserve",
                               "The planner does not see how long unloading takes"),
                        "ro": ("Șoferul a avut paisprezece opriri în ziua aceea", "Ruta se planifică fără rezervă",
                               "Dispecerul nu vede cât durează descărcarea")},
    "people/overload": {"en": ("Nobody reads the mailbox in August", "Its keeper was on holiday",
                               "There is no list of substitutes"),
                        "ru": ("Заявление лежало в папке «Разное»", "Бухгалтер вёл два участка сразу",
                               "На время отпусков никто не замещает")},
    "people/inattention": {"en": ("The kit was packed from memory", "The packing list was not printed",
                                  "The printer at the packing table is broken since May"),
                           "ru": ("Собрали не тот цвет", "Этикетки двух цветов отличаются одной цифрой",
                                  "Цвет на этикетке словами не указан")},
    "material/packaging": {"ro": ("Cutia s-a rupt la descărcare", "Cartonul are un singur strat",
                                  "Furnizorul a schimbat cartonul fără să anunțe")},
    "people/training": {"ro": ("Angajata nu știa ce poate promite", "Nu a fost instruită cum se primește o plângere",
                               "Instruirea se face doar o dată pe an, în ianuarie")},
    "material/storage": {"ro": ("Lotul vechi stătea în spatele celui nou", "Marfa se pune în raft din față",
                                "Nimeni nu verifică termenele în depozit")},
    "method/not_followed": {"ru": ("Крепили на глаз, без уровня", "Уровень остался на другом объекте",
                                   "Инструмент бригадам не закреплён")},
}  # fmt: skip
WITHDRAWN = {"en": "solved in the meantime", "ro": "s-a rezolvat între timp", "ru": "вопрос решился сам"}
REJECTED = {"en": "All was done as agreed, as the signed delivery note shows",
            "ro": "Totul s-a făcut cum s-a convenit, după cum arată avizul semnat",
            "ru": "Всё сделано, как договорились, это видно по подписанной накладной"}  # fmt: skip
REOPENED = {"en": "it happened again", "ro": "s-a întâmplat din nou", "ru": "повторилось снова"}
OUTSIDE = {"en": "Consumer protection agency", "ro": "Protecția consumatorilor", "ru": "Роспотребнадзор"}
LATER = {"en": "Talk it over at the weekly meeting", "ro": "Discuție la ședința săptămânală",
         "ru": "Разобрать на еженедельном совещании"}  # fmt: skip
EVIDENCE = {"en": "Minutes, signed by all", "ro": "Proces-verbal semnat de toți", "ru": "Протокол, подписали все"}
