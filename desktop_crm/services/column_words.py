"""What column headers of client lists are called, in English, Romanian, Russian and the languages of common exports.

Words are written as people write them; they are folded and stripped of punctuation when the table is built. Numbers
in a header (“Phone 2”, “E-mail 1 - Value”) are left out before it is looked up.
"""

WORDS: dict[str, str] = {
    "kind": "record type; contact type; tip contact; tip inregistrare; fel; вид контакта; тип контакта; вид записи",
    "name": (
        "name; full name; display name; client; customer; contact; contact name; account; lead; nume; "
        "nume complet; nume client; client nume; denumire client; clientul; denumire; denumirea; контрагент; "
        "клиент; клиенты; наименование; название; имя; имя клиента; покупатель; заказчик; nome; nom; file as; "
        "fn; formatted name"
    ),
    "person": (
        "person; contact person; persoana; persoana de contact; pers de contact; pers contact; "
        "persoana contact; nume prenume; nume si prenume; numele si prenumele; numele prenumele; prenume nume; "
        "reprezentant; responsabil client; контактное лицо; конт лицо; контакт; фио; ф и о; "
        "фамилия имя отчество; фамилия имя; имя фамилия; представитель; лицо; ansprechpartner; contato; "
        "contactpersoon; persons name"
    ),
    "prefix": "prefix; name prefix; title prefix; titlu; обращение; salutation; honorific prefix; name title",
    "given_name": (
        "first name; given name; nombre; forename; prenume; prenumele; vorname; nome proprio; firstname; "
        "givenname"
    ),
    "middle_name": "middle name; additional name; patronymic; patronimic; отчество; second name; middlename",
    "family_name": (
        "last name; family name; surname; nume de familie; numele de familie; фамилия; nachname; sobrenome; "
        "apelido; lastname; familyname"
    ),
    "suffix": "suffix; name suffix; sufix; суффикс; honorific suffix; generational suffix",
    "nickname": "nickname; nick; porecla; прозвище; псевдоним",
    "former_name": "maiden name; former name; nume anterior; nume de fata; девичья фамилия",
    "company": (
        "company; company name; org; org name; organization; organisation; organization name; "
        "organisation name; firm; firma; ; "
        "firme; compania; companie; societate; societatea; agent economic; agentul economic; denumire firma; "
        "denumirea firmei; nume firma; nume companie; organizatie; organizatia; intreprindere; компания; "
        "название компании; организация; название организации; фирма; предприятие; название фирмы; юрлицо; "
        "юр лицо; empresa; unternehmen; firmenname; employer; account name; company account; business name"
    ),
    "legal_name": (
        "legal name; full legal name; denumire completa; denumire juridica; полное наименование; "
        "юридическое название; официальное название"
    ),
    "legal_form": "legal form; forma juridica; форма собственности; опф; организационно правовая форма",
    "position": (
        "position; job; job title; role; title; occupation; organization title; functie; functia; post; "
        "pozitie; rol; ocupatie; postul; должность; роль; пост; cargo; posicion; funktion; headline"
    ),
    "department": (
        "department; organization department; departament; sectie; directie; отдел; подразделение; abteilung; "
        "departamento"
    ),
    "phone": (
        "phone; phones; telephone; phone number; phone numbers; phone value; primary phone; contact phone; "
        "tel; tel no; telefon; telefoane; telefonul; nr tel; nr telefon; nr de telefon; numar telefon; "
        "numar de telefon; numere de telefon; telefon contact; contact telefon; тел; телефон; телефоны; номер; "
        "номер телефона; контактный телефон; контактные телефоны; тел номер; telefone; telefono; "
        "telefonnummer; phone no; other phone; company main phone; телефон контакта; primary phone number; "
        "contact number; contact numbers; numbers; phonenumber; pager"
    ),
    "mobile": (
        "mobile; mobile phone; cell; cell phone; cellphone; gsm; mobil; telefon mobil; tel mobil; nr mobil; "
        "мобильный; мобильный телефон; моб; моб тел; моб телефон; сотовый; сотовый телефон; celular; "
        "telemovel; handy; mobile number; mobile phone number; mobilephone"
    ),
    "work_phone": (
        "work phone; business phone; office phone; office; telefon serviciu; telefon birou; tel serviciu; "
        "tel birou; telefon de serviciu; рабочий телефон; раб тел; рабочий; служебный телефон; "
        "telefone comercial; work tel; assistants phone; phone work; workphone; businessphone"
    ),
    "home_phone": (
        "home phone; telefon acasa; tel acasa; telefon domiciliu; домашний телефон; дом тел; домашний; "
        "phone home; telefon fix; homephone"
    ),
    "fax": "fax; faxul; business fax; home fax; fax number; nr fax; факс; номер факса; other fax; work fax",
    "email": (
        "email; e mail; emails; email address; e mail address; e mail value; mail; posta electronica; "
        "adresa email; adresa de email; adresa e mail; adresa mail; e mailul; почта; эл почта; "
        "электронная почта; емейл; имейл; мейл; адрес электронной почты; эл адрес; email work; work email; "
        "primary email; correo; emailadresse; mail address; emailaddress; contact email; personal email; "
        "home email"
    ),
    "street": (
        "address; street; street address; address line; adresa; adresa postala; strada; str; domiciliu; sediu; "
        "адрес; улица; почтовый адрес; фактический адрес; business street; business address; home street; "
        "home address; other street; other address; alta adresa; другой адрес; address street; adresse; "
        "strasse; endereco; direccion; mailing street; ; "
        "street number; address formatted; work address; billing street; mailing address"
    ),
    "legal_address": (
        "legal address; registered address; adresa juridica; sediul social; sediu social; юридический адрес; "
        "юр адрес"
    ),
    "city": (
        "city; town; locality; oras; orasul; localitate; localitatea; municipiu; city town; город; "
        "населенный пункт; нас пункт; business city; home city; other city; address city; suburb; cidade; "
        "ciudad; ort; stadt; mailing city; billing city; г"
    ),
    "region": (
        "region; state; county; province; district; judet; judetul; raion; raionul; регион; область; район; "
        "край; business state; home state; address region; estado; bundesland; state region; mailing state; "
        "business state province"
    ),
    "postcode": (
        "postcode; postal code; zip; zip code; cod postal; codul postal; индекс; почтовый индекс; "
        "business postal code; home postal code; address postal code; cep; plz; mailing zip; zipcode"
    ),
    "country": (
        "country; country region; tara; страна; business country; business country region; home country; "
        "home country region; address country; pais; land; mailing country; country code"
    ),
    "website": (
        "website; web site; site; web; web page; webpage; url; homepage; pagina web; pagina; site web; сайт; "
        "веб сайт; интернет сайт; website value; profile url; company website; website url"
    ),
    "telegram": "telegram; телеграм; телеграмм; тг",
    "viber": "viber; вайбер",
    "whatsapp": "whatsapp; ватсап; вотсап; whats app",
    "facebook": "facebook; fb; фейсбук",
    "instagram": "instagram; инстаграм; insta",
    "linkedin": "linkedin; linkedin profile; linkedin url",
    "skype": "skype; скайп",
    "tax_number": (
        "tax number; tax id; vat; vat number; vat id; cui; cif; cod fiscal; codul fiscal; idno; cod tva; "
        "nr tva; инн; идно; фискальный код; налоговый номер; cnpj; nif; ust idnr; vat no; unp"
    ),
    "registration_number": (
        "registration number; company number; reg com; nr reg com; nr registrul comertului; "
        "registrul comertului; j; огрн; кпп; регистрационный номер; reg no; reg number"
    ),
    "iban": "iban; cont; cont bancar; contul iban; bank account; расчетный счет; р с; банковский счет; счет",
    "birthday": (
        "birthday; birth date; date of birth; dob; data nasterii; data nastere; nascut; zi de nastere; "
        "ziua de nastere; дата рождения; день рождения; др; geburtstag; data de nascimento; born; birthdate"
    ),
    "last_contact": (
        "last contact; last contacted; last touch; last activity; last activity date; ultimul contact; "
        "data ultimului contact; ultima discutie; ultimul apel; последний контакт; дата последнего контакта; "
        "последний звонок; last call; last contact date"
    ),
    "first_contact": (
        "first contact; created; created at; create date; client since; customer since; data adaugarii; "
        "client din; data inregistrarii; дата создания; дата добавления; клиент с; дата регистрации; "
        "connected on; date created"
    ),
    "notes": (
        "notes; note; comment; comments; remarks; description; nota; observatii; observatie; mentiuni; "
        "comentariu; comentarii; descriere; detalii; obs; примечание; примечания; комментарий; комментарии; "
        "заметка; заметки; описание; прочее; доп информация; дополнительно; bemerkung; notizen; observacoes; "
        "info; информация"
    ),
    "tags": (
        "tags; tag; labels; label; categories; category; group; groups; group membership; etichete; eticheta; "
        "categorie; grup; grupa; метки; метка; теги; тег; категория; категории; группа; kategorie; list"
    ),
    "source": (
        "source; lead source; sursa; provenienta; источник; источник клиента; откуда узнал; original source; "
        "canal"
    ),
    "industry": (
        "industry; sector; domeniu; domeniul de activitate; domeniu de activitate; ramura; отрасль; сфера; "
        "сфера деятельности; вид деятельности; branche"
    ),
    "relation_to_us": (
        "relation; relationship; relatie; tip client; тип клиента; тип отношений; отношение; relation to us"
    ),
    "life_cycle": (
        "lifecycle stage; life cycle; stage; status; status client; stare; statut; статус; статус клиента; "
        "стадия; этап; lead status"
    ),
    "abc_class": "abc; abc class; clasa; clasa abc; класс; класс abc",
    "language": "language; limba; язык; sprache; idioma; preferred language",
    "sex": "sex; gender; gen; пол",
    "size": "size; employees; number of employees; angajati; nr angajati; numar angajati; численность; сотрудников",
    "responsible": (
        "responsible; owner; account owner; contact owner; responsabil; manager responsabil; agent; "
        "ответственный; менеджер; основной менеджер; assigned to"
    ),
    "external_id": (
        "id; contact id; record id; unique id; rec id; cod; cod client; код; код клиента; ид; client id; "
        "customer id; number; nr client; uid; external id; organization id; organisation id; company id; user id"
    ),
    "personal_number": (
        "personal number; personal code; personal id; national id; identity number; ssn; soc sec id; soc sec no; "
        "social security number; idnp; cnp; cod numeric personal; cod personal; снилс; паспорт; личный номер; "
        "персональный код; личный код; pesel; egn; nif pessoal; cpf"
    ),
    "own_id": "contact number in this program",
    "consents": "consents; consent; do not contact; acorduri; согласия",
    "dates": "other dates; alte date; другие даты",
    "greeting": "greeting; greeting line; formula de salut; приветствие",
    "preferences": "preferences; preferinte; предпочтения",
    "best_time": "best time; best time to call; cand se poate suna; когда звонить; время для звонка",
    "how_met": "how met; cum ne am cunoscut; как познакомились",
    "deceased": "deceased; decedat; умер",
    "job_role": "role in the organisation; rol in organizatie; роль в организации",
    "job_since": "in the organisation since; since; angajat din; работает с",
    "job_until": "in the organisation until; angajat pana la; работал до",
    "other_names": "other names; alte denumiri; другие названия; aliases; also known as",
    "organisation_type": "type of organisation; organisation type; tip organizatie; тип организации",
    "campaign": "campaign; campanie; кампания",
    "rhythm_days": "contact rhythm; contact rhythm in days; ritm de contact; частота контактов",
    "messenger": "messenger; other messenger; im; мессенджер",
    "label": (
        "phone type; phone label; phone kind; e mail type; e mail label; address type; address label; address kind"
    ),
    "company_phone": (
        "company phone; telefon firma; telefon companie; телефон компании; телефон организации; "
        "organization phone"
    ),
    "company_email": "company email; company e mail; email firma; email companie; почта компании; почта организации",
    "company_address": (
        "company address; adresa firmei; adresa firma; adresa companiei; адрес компании; адрес организации; "
        "work street"
    ),
    "action": "action",
    "skip": (
        "nr; no; nr crt; nr ord; crt; n; п п; номер п п; row; website type; website label; organization type; "
        "organization label; photo"
    ),
}  # fmt: skip
