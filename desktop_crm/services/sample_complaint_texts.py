"""What the sample firm's customers complained about, in three languages."""

from typing import NamedTuple


class SampleComplaint(NamedTuple):
    """One kind of complaint: codes of kind, channel, severity, category, subcategory and cause; then words."""

    kind: str
    channel: str
    severity: str
    category: str
    subcategory: str
    cause: str
    remedy: str
    subject: str
    description: str
    decision: str
    product: str = ""  # where it is about a certain one


COMPLAINTS: dict[str, tuple[SampleComplaint, ...]] = {
    "en": (
        SampleComplaint("complaint", "phone", "medium", "delivery", "delivery/late", "transport/route", "discount",
                        "Delivery two days late", "You promised Tuesday. It came on Thursday and we had to close.",
                        "The route was planned too tight. 10 % off the next order."),
        SampleComplaint("warranty", "email", "high", "product", "product/defect", "equipment/failure", "replacement",
                        "Display stays dark", "After three weeks the display of the device does not light up any more.",
                        "The power supply is faulty; the device is replaced.",
                        "Label printer LP-2"),
        SampleComplaint("complaint", "in_person", "low", "product", "product/incomplete", "people/inattention",
                        "replacement", "Missing screws in the kit", "Four screws and the key were not in the box.",
                        "The parts were sent the same day."),
        SampleComplaint("claim", "letter", "high", "payment", "payment/double", "equipment/software", "refund",
                        "Charged twice", "The same invoice was debited on the 3rd and again on the 5th.",
                        "The second payment is refunded."),
        SampleComplaint("complaint", "email", "medium", "service", "service/no_answer", "people/overload", "apology",
                        "No answer to three e-mails", "I have been asking about my order since Monday.",
                        "The mailbox had no substitute during holidays; we apologise."),
        SampleComplaint("suggestion", "web", "low", "service", "service/waiting", "", "",
                        "Open on Saturday mornings", "Many of us work until six. Could you open on Saturdays?", ""),
        SampleComplaint("praise", "messenger", "low", "service", "service/staff", "", "",
                        "Thanks to the fitters", "They were quick, friendly and left everything clean.", ""),
    ),
    "ro": (
        SampleComplaint("complaint", "phone", "medium", "delivery", "delivery/late", "transport/route", "discount",
                        "Livrare cu două zile întârziere", "Ați promis marți. Marfa a venit joi și am stat închis.",
                        "Ruta a fost planificată prea strâns. Reducere de 10 % la comanda următoare."),
        SampleComplaint("warranty", "email", "high", "product", "product/defect", "equipment/failure", "replacement",
                        "Ecranul nu se mai aprinde", "După trei săptămâni ecranul aparatului nu se mai aprinde.",
                        "Sursa de alimentare este defectă; aparatul se înlocuiește.",
                        "Imprimantă de etichete LP-2"),
        SampleComplaint("complaint", "in_person", "high", "product", "product/damaged", "material/packaging", "refund",
                        "Raft deteriorat la livrare", "Cutia era ruptă, iar o latură a raftului este zgâriată.",
                        "Ambalaj prea slab pentru acest produs. Se restituie contravaloarea."),
        SampleComplaint("complaint", "book", "medium", "service", "service/staff", "people/training", "apology",
                        "Vânzătoare nepoliticoasă", "Mi s-a răspuns pe un ton ridicat și în fața altor clienți.",
                        "Discuție cu angajata, scuze transmise clientului."),
        SampleComplaint("complaint", "email", "low", "payment", "payment/wrong_invoice", "communication/order",
                        "redo", "Adresă greșită în factură", "Pe factură figurează adresa veche a firmei.",
                        "Factura a fost refăcută."),
        SampleComplaint("claim", "regulator", "critical", "product", "product/expired", "material/storage",
                        "compensation", "Produs cu termen expirat",
                        "Am descoperit acasă că termenul a expirat luna trecută.",
                        "Lotul a fost retras; despăgubire acordată.",
                        "Vopsea pentru rafturi, 5 l"),
        SampleComplaint("question", "phone", "low", "payment", "payment/wrong_price", "", "",
                        "Prețul din pliant", "Prețul din pliant este cu tot cu TVA?", ""),
    ),
    "ru": (
        SampleComplaint("complaint", "phone", "medium", "delivery", "delivery/late", "transport/carrier", "discount",
                        "Доставка опоздала на три дня", "Обещали во вторник, привезли в пятницу. Магазин простаивал.",
                        "Перевозчик сорвал рейс. Скидка 10 % на следующий заказ."),
        SampleComplaint("warranty", "in_person", "high", "product", "product/defect", "material/supplier", "repair",
                        "Не греет обогреватель", "Через неделю обогреватель перестал включаться.",
                        "Брак поставщика; ремонт по гарантии.",
                        "Обогреватель для склада ОС-9"),
        SampleComplaint("complaint", "messenger", "medium", "delivery", "delivery/wrong_goods", "people/inattention",
                        "replacement", "Привезли не тот товар", "Заказывал серые, привезли чёрные.",
                        "Ошибка при сборке заказа; товар заменён."),
        SampleComplaint("complaint", "email", "medium", "service", "service/poor_work", "method/not_followed", "redo",
                        "Криво повесили полки", "Полки висят неровно, в стене лишние отверстия.",
                        "Монтаж выполнен не по инструкции; работа переделана бесплатно."),
        SampleComplaint("claim", "letter", "high", "payment", "payment/refund", "people/overload", "refund",
                        "Не вернули деньги за возврат", "Товар сдал три недели назад, денег до сих пор нет.",
                        "Заявление потерялось; деньги возвращены."),
        SampleComplaint("suggestion", "web", "low", "product", "product/incomplete", "", "",
                        "Инструкция на русском", "Добавьте в коробку инструкцию на русском языке.", ""),
        SampleComplaint("praise", "phone", "low", "service", "service/staff", "", "",
                        "Спасибо менеджеру", "Быстро нашли замену и перезвонили, как обещали.", ""),
    ),
}  # fmt: skip
ACTIONS: dict[str, dict[str, str]] = {
    "transport/route": {"en": "Plan routes with an hour in reserve", "ro": "Rute planificate cu o oră de rezervă",
                        "ru": "Планировать маршруты с часом в запасе"},
    "people/inattention": {"en": "Second check of each parcel", "ro": "A doua verificare a fiecărui colet",
                           "ru": "Вторая проверка каждой посылки"},
    "people/training": {"en": "Training in talking with customers", "ro": "Instruire: discuția cu clienții",
                        "ru": "Обучение общению с клиентами"},
    "material/packaging": {"en": "Stronger boxes for shelves", "ro": "Cutii mai rezistente pentru rafturi",
                           "ru": "Более прочные коробки для полок"},
    "people/overload": {"en": "Substitute for the mailbox", "ro": "Înlocuitor pentru cutia poștală",
                        "ru": "Замещающий для почтового ящика"},
    "material/storage": {"en": "Weekly check of dates in stock",
                         "ro": "Verificarea săptămânală a termenelor în depozit",
                         "ru": "Еженедельная проверка сроков на складе"},
}  # fmt: skip
PAUSE_REASONS = {"en": "waiting for a photo", "ro": "se așteaptă o fotografie", "ru": "ждём фотографию"}
