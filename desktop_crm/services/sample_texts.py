"""What the firm of the sample data (it sells shelving) wrote down about its customers, in their language."""

# kind, direction, subject, text; {product}, {count}, {price}, {number} are filled in
HISTORY: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "ro": (
        ("call", "in", "Cerere de preț", "A întrebat de {product}, {count} bucăți. Vrea răspuns până vineri."),
        ("email", "out", "Ofertă nr. {number}", "Am trimis oferta pentru {product}: {price} lei cu livrare."),
        ("call", "out", "Apel de urmărire", "A primit oferta, se consultă cu directorul. Revin săptămâna viitoare."),
        ("meeting", "", "Întâlnire la sediu", "Am măsurat depozitul împreună. Au loc pentru {count} rafturi."),
        ("email", "in", "Comandă confirmată", "Confirmă {count} × {product} la prețul din ofertă."),
        ("visit", "out", "Livrare și montaj", "Montat fără probleme. A semnat procesul-verbal."),
        (
            "call",
            "in",
            "Întrebare despre factură",
            "Factura nr. {number} e la contabilitate, plătesc în 14 zile.",
        ),
        ("messenger", "in", "Poze de la depozit", "A trimis poze pe Viber; lipsesc două colțare, le trimitem luni."),
        ("call", "out", "", "Nu răspunde, am lăsat mesaj la secretară."),
        ("note", "", "De reținut", "Preferă să fie sunat după ora 16; vorbește și rusa."),
        ("email", "out", "Catalog nou", "Am trimis catalogul cu {product} și prețurile de la 1 ale lunii."),
        ("meeting", "", "Contract-cadru", "Au semnat pe un an, reducere 7 % peste {price} lei."),
    ),
    "ru": (
        ("call", "in", "Запрос цены", "Спрашивали {product}, {count} шт. Ответ нужен до пятницы."),
        ("email", "out", "Предложение № {number}", "Отправили предложение на {product}: {price} руб. с доставкой."),
        ("call", "out", "Повторный звонок", "Предложение получили, согласуют с директором. Перезвонить через неделю."),
        ("meeting", "", "Встреча на складе", "Вместе замерили склад: поместится {count} стеллажей."),
        ("email", "in", "Заказ подтверждён", "Подтверждают {count} × {product} по цене из предложения."),
        ("visit", "out", "Доставка и монтаж", "Собрали без замечаний, акт подписан."),
        ("call", "in", "Вопрос по счёту", "Счёт № {number} у бухгалтера, оплата в течение 14 дней."),
        ("messenger", "in", "Фото со склада", "Прислали фото: не хватает двух уголков, отправим в понедельник."),
        ("call", "out", "", "Не отвечает, оставили сообщение секретарю."),
        ("note", "", "На заметку", "Звонить после 16:00, по пятницам короткий день."),
        ("email", "out", "Новый каталог", "Отправили каталог: {product} и новые цены с первого числа."),
        ("meeting", "", "Рамочный договор", "Подписали на год, скидка 7 % от {price} руб."),
    ),
    "en": (
        ("call", "in", "Price request", "Asked for {product}, {count} pieces. Wants an answer by Friday."),
        ("email", "out", "Offer {number}", "Sent our offer for {product}: {price} EUR delivered."),
        ("call", "out", "Follow-up", "Has the offer, will discuss it with the board. Call again next week."),
        ("meeting", "", "Visit to our showroom", "Measured their warehouse plan: room for {count} shelves."),
        ("email", "in", "Order confirmed", "Confirms {count} × {product} at the price offered."),
        ("visit", "out", "Delivery and assembly", "Assembled without remarks, protocol signed."),
        ("call", "in", "Question about an invoice", "Invoice {number} is with the accountant; payment within 14 days."),
        ("messenger", "in", "Photos", "Two corner pieces are missing; we ship them on Monday."),
        ("call", "out", "", "No answer, left a message."),
        ("note", "", "Good to know", "Prefers e-mail; calls only before noon."),
        ("email", "out", "New catalogue", "Sent the catalogue with {product} and the new prices."),
        ("meeting", "", "Frame contract", "Signed for a year, 7 % discount above {price} EUR."),
    ),
}
# what is to be done next
STEPS = {
    "ro": (
        "De trimis oferta de preț",
        "De sunat pentru răspuns la ofertă",
        "De trimis schița depozitului",
        "De verificat plata facturii",
        "De trimis colțarele care lipsesc",
    ),
    "ru": (
        "Отправить цены",
        "Позвонить насчёт предложения",
        "Отправить план склада",
        "Проверить оплату счёта",
        "Отправить недостающие уголки",
    ),
    "en": (
        "Send the prices",
        "Call about the offer",
        "Send the plan of the warehouse",
        "Check that the invoice is paid",
        "Ship the missing corner pieces",
    ),
}
OFFER = {"ro": "Oferta", "ru": "Предложение", "en": "Offer"}
PRODUCTS = {
    "ro": ("rafturi metalice", "stelaje pentru paleți", "mese de lucru", "dulapuri pentru scule", "rafturi de arhivă"),
    "ru": ("металлические стеллажи", "паллетные стеллажи", "верстаки", "инструментальные шкафы", "архивные полки"),
    "en": ("metal shelves", "pallet racks", "workbenches", "tool cabinets", "archive shelves"),
}
NOTES = {
    "ro": (
        "Plătește la timp, client din 2018.",
        "Cere reducere la fiecare comandă; limita noastră e 10 %.",
        "Recomandat de un client vechi. Vrea garanție extinsă.",
        "Depozitul are acces doar pe poarta din spate, până la ora 15.",
    ),
    "ru": (
        "Платит вовремя, работаем с 2018 года.",
        "Просит скидку при каждом заказе; наш предел — 10 %.",
        "Пришли по рекомендации. Нужна расширенная гарантия.",
        "Въезд на склад только с задних ворот, до 15:00.",
    ),
    "en": (
        "Pays on time, customer since 2018.",
        "Asks for a discount with every order; our limit is 10 %.",
        "Came by recommendation. Wants an extended warranty.",
        "The warehouse takes deliveries at the back gate only, until 3 pm.",
    ),
}
