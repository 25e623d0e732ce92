"""Letters that come with the program, in the complainant's language; firms change them as they like."""

# (kind, language, name, subject, body); the fields are those of templates.LETTER_FIELDS
SHIPPED_LETTERS: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "acknowledgement", "en", "Acknowledgement", "Your complaint no. {number}",
        "{greeting},\n\nThank you for writing to us. We received your complaint “{subject}” on {received_on} "
        "and registered it under no. {number}.\n\nWe are looking into it and will answer by {answer_by}. Should we "
        "need anything from you, {responsible} will be in touch.\n\nYours sincerely,\n{firm}",
    ),
    (
        "interim", "en", "Interim reply", "Your complaint no. {number}: where we are",
        "{greeting},\n\nYour complaint “{subject}” of {received_on} (no. {number}) is still being looked "
        "into.\n\n{note}\n\nYou will have our answer by {answer_by}.\n\nYours sincerely,\n{firm}",
    ),
    (
        "final", "en", "Final reply", "Your complaint no. {number}: our answer",
        "{greeting},\n\nWe have looked into your complaint “{subject}” of {received_on} (no. {number}).\n\n"
        "{decision}\n\nRemedy: {remedy} {amount}\n\nIf you do not agree, please tell us, or turn to the consumer "
        "protection authority.\n\nYours sincerely,\n{firm}",
    ),
    (
        "acknowledgement", "ro", "Confirmare de primire", "Reclamația dvs. nr. {number}",
        "{greeting},\n\nVă mulțumim că ne-ați scris. Am primit reclamația „{subject}” la "
        "{received_on} și am înregistrat-o cu nr. {number}.\n\nO examinăm și vă vom răspunde până la {answer_by}. Dacă "
        "avem nevoie de ceva de la dvs., vă va contacta {responsible}.\n\nCu respect,\n{firm}",
    ),
    (
        "interim", "ro", "Răspuns intermediar", "Reclamația dvs. nr. {number}: stadiul examinării",
        "{greeting},\n\nReclamația „{subject}” din {received_on} (nr. {number}) este încă în "
        "examinare.\n\n{note}\n\nVeți primi răspunsul nostru până la {answer_by}.\n\nCu respect,\n{firm}",
    ),
    (
        "final", "ro", "Răspuns final", "Reclamația dvs. nr. {number}: răspunsul nostru",
        "{greeting},\n\nAm examinat reclamația „{subject}” din {received_on} (nr. {number}).\n\n"
        "{decision}\n\nRemediere: {remedy} {amount}\n\nDacă nu sunteți de acord, vă rugăm să ne spuneți sau să vă "
        "adresați autorității pentru protecția consumatorilor.\n\nCu respect,\n{firm}",
    ),
    (
        "acknowledgement", "ru", "Подтверждение получения", "Ваша жалоба № {number}",
        "{greeting}!\n\nБлагодарим за обращение. Мы получили вашу жалобу «{subject}» {received_on} и "
        "зарегистрировали её под № {number}.\n\nМы рассматриваем её и ответим до {answer_by}. Если нам что-то "
        "понадобится, с вами свяжется {responsible}.\n\nС уважением,\n{firm}",
    ),
    (
        "interim", "ru", "Промежуточный ответ", "Ваша жалоба № {number}: ход рассмотрения",
        "{greeting}!\n\nВаша жалоба «{subject}» от {received_on} (№ {number}) ещё "
        "рассматривается.\n\n{note}\n\nВы получите наш ответ до {answer_by}.\n\nС уважением,\n{firm}",
    ),
    (
        "final", "ru", "Окончательный ответ", "Ваша жалоба № {number}: наш ответ",
        "{greeting}!\n\nМы рассмотрели вашу жалобу «{subject}» от {received_on} (№ {number}).\n\n"
        "{decision}\n\nВозмещение: {remedy} {amount}\n\nЕсли вы не согласны, сообщите нам или обратитесь в орган по "
        "защите прав потребителей.\n\nС уважением,\n{firm}",
    ),
)  # fmt: skip
