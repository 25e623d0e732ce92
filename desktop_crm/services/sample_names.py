"""Names, places and numbers of the sample data. Nobody real: phone ranges are fictional or not given out."""

from dataclasses import dataclass

_RO_MEN = """
    Andrei Ion Mihai Vasile Ștefan Cătălin Răzvan Gheorghe Bogdan Dragoș Florin Ionuț Laurențiu Liviu Marius
    Nicolae Octavian Petru Sorin Tudor Valentin Viorel Eugen Iurie Sergiu Veaceslav Dumitru Igor Ruslan Adrian
"""
_RO_WOMEN = """
    Ana Maria Elena Ioana Cristina Simona Raluca Oana Monica Lăcrămioara Ecaterina Daniela Corina Brîndușa Anca
    Sânziana Ruxandra Nicoleta Mădălina Ana-Maria Lilia Natalia Doina Tatiana Aurelia Silvia Viorica Angela
"""
_RO_FAMILIES = """
    Popescu Ionescu Rusu Ceban Țurcanu Munteanu Moldoveanu Bălan Dănilă Ștefănescu Păun Crăciun Mihăilă Țăranu
    Grigoraș Dragomir Oprea Vasilescu Nistor Florescu Cojocaru Tănase Sandu Bucur Zamfir Neagu Badea Manole
    Roșca Cârstea Ursu Voicu Suciu Tudose Iancu Chiriță Bejan Apostol Lungu Botnaru Guțu Sârbu Cazacu Gorea
    Plămădeală Ciobanu Pleșca Vrabie Bostan Croitoru Olaru Rotaru Morari Bâtcă Cebotari Melnic Șișcanu Țapu
"""
_RU_MEN = """
    Александр Дмитрий Максим Сергей Андрей Алексей Артём Илья Кирилл Михаил Никита Роман Иван Денис Евгений
    Владислав Игорь Владимир Павел Руслан Константин Олег Ярослав Антон Николай Фёдор Семён Пётр Юрий Вячеслав
    Леонид Эдуард
"""
_RU_WOMEN = """
    Анастасия Мария Анна Виктория Екатерина Наталья Елена Ольга Татьяна Светлана Ирина Юлия Дарья Алёна Ксения
    Полина Вероника Валерия Людмила Галина Надежда Лариса Марина Оксана Инна Жанна Зоя Эльвира Софья Алла
"""
_RU_FAMILIES = """
    Иванов Смирнов Кузнецов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов Волков Алексеев Лебедев
    Егоров Козлов Степанов Николаев Орлов Андреев Макаров Никитин Захаров Зайцев Соловьёв Борисов Яковлев
    Воробьёв Сергеев Кузьмин Фролов Дмитриев Королёв Гусев Киселёв Ильин Поляков Сорокин Виноградов Ковалёв
    Медведев Антонов Тарасов Жуков Баранов Филиппов Комаров Давыдов Беляев Островский Вишневский Полянский
"""
_RU_FATHERS = """
    Александров Дмитриев Сергеев Андреев Алексеев Михайлов Иванов Игорев Владимиров Павлов Николаев Петров Юрьев
    Олегов Викторов Евгеньев Борисов Степанов Фёдоров
"""
_EN_MEN = """
    Thomas James William Oliver Daniel Peter Michael Robert Andrew Martin Stefan Lukas Jan Felix Paul Marco Luca
"""
_EN_WOMEN = """
    Emma Sophie Charlotte Laura Julia Hannah Claire Katharina Sarah Olivia Grace Alice Nora Giulia Eva Ingrid
"""
_EN_FAMILIES = """
    Weber Fischer Schneider Müller Becker Hoffmann Bauer Smith Taylor Brown Wilson Walker Clarke Turner Hughes
    Novák Kowalski Jansen Bianchi Rossi Dubois Larsen Berg Lindqvist O'Brien
"""
_RO_FIRST = """
    Agro Construct Trans Mobila Electro Auto Metal Lemn Termo Aqua Bio Casa Digital Euro Logistic Med Nord Optim
    Prod Sud Tehno Vinuri Brânză Țesături Grădina Câmpia Orhei Codru Nistru Bucovina Ardeal Dunărea Panificație
"""
_RO_SECOND = """
    Prim Com Expert Plus Lux Design Instal Prest Distribution Market Proiect Line Forest Carpați Vest Center
    Grup Invest Service Store Trading Pack Frig Glass Print Sistem
"""
_RU_FIRST = """
    Строй Транс Агро Мебель Электро Авто Металл Лес Тепло Аква Био Дом Медиа Логистик Север Оптима Техно Хлеб
    Молоко Ёлочка Подшипник Волга Нева Балтика Восток Рыба Упаковка Стекло
"""
_RU_SECOND = """
    Эксперт Плюс Люкс Дизайн Монтаж Снаб Маркет Проект Лайн Ресурс Сервис Групп Торг Мост Град Центр Мастер
"""
_EN_FIRST = """
    Northern Harbour Green Bright Stone River Clear Summit Oak Blue Maple Iron Silver Alpine Central
"""
_EN_SECOND = """
    Logistics Foods Tools Textiles Systems Packaging Furniture Trading Machines Interiors Paper Lighting
"""

POSITIONS = {
    "ro": ("director", "administrator", "contabil-șef", "manager achiziții", "manager vânzări", "inginer", "secretară"),
    "ru": (
        "директор", "генеральный директор", "главный бухгалтер", "менеджер по закупкам", "менеджер по продажам",
        "инженер", "секретарь",
    ),
    "en": (
        "managing director", "owner", "accountant", "purchasing manager", "sales manager", "engineer", "office manager",
    ),
}  # fmt: skip
# codes of services.choices, in the order of the positions
POSITION_ROLES = ("director", "director", "accountant", "purchaser", "supplier", "technical", "assistant")


@dataclass(frozen=True, slots=True)
class City:
    """A place with its area code and how many digits follow."""

    name: str
    region: str
    postcode: str  # "#" stands for a digit
    area: str
    digits: int


@dataclass(frozen=True, slots=True)
class Country:
    """One country of the sample: how numbers, streets and firms look there."""

    code: str  # ISO 3166
    language: str  # of names and texts: ro, ru, en
    calling: str
    trunk: str  # what is dialled before the area code at home
    mobile: tuple[str, int]  # prefix that nobody has, and how many digits follow
    local_lead: str  # how an unused local number begins
    streets: tuple[str, ...]
    cities: tuple[City, ...]
    forms: tuple[str, ...]


_STREETS_RO = "str. Mihai Eminescu|bd. Ștefan cel Mare|str. 1 Decembrie 1918|str. Florilor|str. Gării|str. Uzinelor"
_STREETS_RO += "|str. Vasile Alecsandri|calea Ieșilor|str. Câmpului|str. Independenței|str. Mărășești|str. Libertății"
_STREETS_RU = "ул. Ленина|ул. Пушкина|ул. Садовая|ул. Молодёжная|пр. Мира|ул. Набережная|ул. Заводская|ул. Новая"
_STREETS_EN = "Mill Road|Station Road|Park Lane|Hafenstraße|Bahnhofstraße|Industriestraße|Gartenweg"

COUNTRIES = (
    Country(
        "MD", "ro", "373", "0", ("64", 6), "0", tuple(_STREETS_RO.split("|")),
        (
            City("Chișinău", "", "MD-20##", "22", 6),
            City("Bălți", "", "MD-31##", "231", 5),
            City("Orhei", "Orhei", "MD-35##", "235", 5),
            City("Cahul", "Cahul", "MD-39##", "299", 5),
            City("Ungheni", "Ungheni", "MD-36##", "236", 5),
            City("Comrat", "Găgăuzia", "MD-38##", "298", 5),
        ),
        ("SRL", "S.R.L.", "SA", "Î.I.", "SRL"),
    ),
    Country(
        "RO", "ro", "40", "0", ("709", 6), "0", tuple(_STREETS_RO.split("|")),
        (
            City("București", "", "01####", "21", 7),
            City("Iași", "Iași", "700###", "232", 6),
            City("Cluj-Napoca", "Cluj", "400###", "264", 6),
            City("Timișoara", "Timiș", "300###", "256", 6),
            City("Brașov", "Brașov", "500###", "268", 6),
            City("Târgu Mureș", "Mureș", "540###", "265", 6),
        ),
        ("SRL", "S.R.L.", "SA", "P.F.A.", "S.R.L.-D."),
    ),
    Country(
        "RU", "ru", "7", "8", ("943", 7), "0", tuple(_STREETS_RU.split("|")),
        (
            City("Санкт-Петербург", "", "19####", "812", 7),
            City("Москва", "", "10####", "495", 7),
            City("Казань", "Татарстан", "420###", "843", 7),
            City("Нижний Новгород", "Нижегородская обл.", "603###", "831", 7),
            City("Орёл", "Орловская обл.", "3020##", "486", 7),
        ),
        ("ООО", "АО", "ИП", "ООО"),
    ),
    Country(
        "GB", "en", "44", "0", ("207946", 4), "", tuple(_STREETS_EN.split("|")[:3]),
        (City("London", "", "EC1A 1BB", "207946", 4), City("Leeds", "", "LS1 4DY", "113496", 4)),
        ("Ltd", "Limited", "LLP"),
    ),
    Country(
        "DE", "en", "49", "0", ("17139200", 2), "", tuple(_STREETS_EN.split("|")[3:]),
        (City("Berlin", "", "10###", "3023125", 3), City("München", "", "80###", "8999998", 3)),
        ("GmbH", "AG", "GmbH & Co. KG"),
    ),
)  # fmt: skip
COUNTRY_WEIGHTS = (46, 26, 18, 5, 5)

MEN = {"ro": _RO_MEN.split(), "ru": _RU_MEN.split(), "en": _EN_MEN.split()}
WOMEN = {"ro": _RO_WOMEN.split(), "ru": _RU_WOMEN.split(), "en": _EN_WOMEN.split()}
FAMILIES = {"ro": _RO_FAMILIES.split(), "ru": _RU_FAMILIES.split(), "en": _EN_FAMILIES.split()}
FATHERS = _RU_FATHERS.split()
FIRM_FIRST = {"ro": _RO_FIRST.split(), "ru": _RU_FIRST.split(), "en": _EN_FIRST.split()}
FIRM_SECOND = {"ro": _RO_SECOND.split(), "ru": _RU_SECOND.split(), "en": _EN_SECOND.split()}


def family_name(stem: str, language: str, woman: bool) -> str:
    """The family name as a woman of that language has it: Иванов, Иванова."""
    if language != "ru" or not woman:
        return stem
    return stem.removesuffix("ий") + "ая" if stem.endswith("ий") else stem + "а"


def firm_name(words: str, form: str, language: str, quoted: bool) -> str:
    """A firm's name as the country writes it."""
    if language == "ru":
        return f"«{words}» {form}" if quoted else f"{form} «{words}»"
    return f"{words} {form}"
