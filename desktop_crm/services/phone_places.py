"""Places and their phone codes: the country a text means, the area code of a city."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

import phonenumbers
from babel import Locale, UnknownLocaleError
from babel.core import get_global

from desktop_crm.base import i18n
from desktop_crm.base.text import digits, fold, words

_READ_LANGUAGES = ("en", "ro", "ru")
_ALIASES = {
    "MD": "republica moldova|republic of moldova|r moldova|rm|rep moldova|moldavia|молдавия|рм|республика молдова",
    "RU": "rf|рф|russian federation|federația rusă|российская федерация",
    "GB": "uk|great britain|england|scotland|anglia|великобритания|англия|marea britanie",
    "US": "usa|u s a|united states of america|america|sua|s u a|сша|америка",
    "DE": "brd|фрг",
    "NL": "holland|olanda|голландия",
    "BY": "belorussia|белоруссия|bielorusia|рб",
    "CZ": "czech republic|cehia|чехия",
    "AE": "uae|оаэ|eau",
    "KG": "киргизия|kirghizia",
    "MK": "macedonia|македония",
    "XK": "kosovo|косово",
}

# Towns with their area codes: for these countries the library's table knows counties only, and it takes 50 MB.
_TOWNS = {
    "MD": """22 Chișinău=Chisinau=Кишинёв=Кишинэу|231 Bălți=Бельцы=Бэлць|230 Soroca=Сорока|235 Orhei=Оргеев
        236 Ungheni=Унгены|237 Strășeni=Страшены|210 Grigoriopol=Григориополь|215 Dubăsari=Дубоссары
        216 Camenca=Каменка|219 Dnestrovsc=Днестровск|241 Cimișlia=Чимишлия|242 Ștefan Vodă=Штефан Водэ
        243 Căușeni=Каушаны|244 Călărași=Калараш|246 Edineț=Единцы|247 Briceni=Бричаны|248 Criuleni=Криуляны
        249 Glodeni=Глодяны|250 Florești=Флорешты|251 Dondușeni=Дондюшаны|252 Drochia=Дрокия|254 Rezina=Резина
        256 Rîșcani=Râșcani=Рышканы|258 Telenești=Теленешты|259 Fălești=Фалешты|262 Sîngerei=Sângerei=Сынжерея
        263 Leova=Леова|264 Nisporeni=Ниспорены|265 Anenii Noi=Новые Анены|268 Ialoveni=Яловены
        269 Hîncești=Hâncești=Хынчешты|271 Ocnița=Окница|272 Șoldănești=Шолданешты|273 Cantemir=Кантемир
        291 Ceadîr-Lunga=Ciadîr-Lunga=Чадыр-Лунга|293 Vulcănești=Вулканешты|294 Taraclia=Тараклия
        297 Basarabeasca=Бессарабка|298 Comrat=Комрат|299 Cahul=Кагул|533 Tiraspol=Тирасполь
        552 Bender=Tighina=Бендеры|555 Rîbnița=Râbnița=Рыбница|557 Slobozia=Слободзея""",
    "RO": """21 București=Bucharest=Бухарест=Ilfov=Voluntari=Otopeni
        230 Suceava=Rădăuți=Fălticeni=Câmpulung Moldovenesc|231 Botoșani=Dorohoi|232 Iași=Яссы=Pașcani
        233 Piatra Neamț=Neamț=Roman=Târgu Neamț|234 Bacău=Onești=Moinești|235 Vaslui=Bârlad=Huși
        236 Galați=Галац=Tecuci|237 Focșani=Vrancea=Adjud|238 Buzău=Râmnicu Sărat|239 Brăila|240 Tulcea
        241 Constanța=Констанца=Mangalia=Medgidia|242 Călărași=Oltenița|243 Slobozia=Ialomița=Fetești=Urziceni
        244 Ploiești=Prahova=Câmpina|245 Târgoviște=Dâmbovița|246 Giurgiu|247 Alexandria=Teleorman
        248 Pitești=Argeș=Curtea de Argeș|249 Slatina=Olt=Caracal|250 Râmnicu Vâlcea=Vâlcea=Drăgășani
        251 Craiova=Dolj|252 Drobeta-Turnu Severin=Mehedinți|253 Târgu Jiu=Gorj|254 Deva=Hunedoara=Petroșani
        255 Reșița=Caraș-Severin=Caransebeș|256 Timișoara=Timiș=Lugoj|257 Arad|258 Alba Iulia=Alba=Sebeș=Blaj
        259 Oradea=Bihor|260 Zalău=Sălaj|261 Satu Mare=Carei|262 Baia Mare=Maramureș=Sighetu Marmației
        263 Bistrița=Bistrița-Năsăud|264 Cluj-Napoca=Cluj=Turda=Dej=Gherla
        265 Târgu Mureș=Mureș=Sighișoara=Reghin|266 Miercurea Ciuc=Harghita=Odorheiu Secuiesc
        267 Sfântu Gheorghe=Covasna|268 Brașov=Брашов=Făgăraș|269 Sibiu=Mediaș""",
    "RU": """495 Москва=Moscow=Moscova|812 Санкт-Петербург=Петербург=СПб=Saint Petersburg=St Petersburg
        343 Екатеринбург=Yekaterinburg|383 Новосибирск=Novosibirsk|843 Казань=Kazan
        831 Нижний Новгород=Nizhny Novgorod|351 Челябинск=Chelyabinsk|3812 Омск=Omsk|846 Самара=Samara
        863 Ростов-на-Дону=Rostov-on-Don|347 Уфа=Ufa|391 Красноярск=Krasnoyarsk|342 Пермь=Perm
        473 Воронеж=Voronezh|8442 Волгоград=Volgograd|861 Краснодар=Krasnodar|8452 Саратов=Saratov
        3452 Тюмень=Tyumen|8482 Тольятти=Tolyatti|3412 Ижевск=Izhevsk|3852 Барнаул=Barnaul
        8422 Ульяновск=Ulyanovsk|3952 Иркутск=Irkutsk|4212 Хабаровск=Khabarovsk|4852 Ярославль=Yaroslavl
        423 Владивосток=Vladivostok|3822 Томск=Tomsk|3532 Оренбург=Orenburg|3842 Кемерово=Kemerovo
        3843 Новокузнецк|4912 Рязань=Ryazan|8512 Астрахань=Astrakhan|8412 Пенза=Penza|4742 Липецк=Lipetsk
        4872 Тула=Tula|8332 Киров=Kirov|8352 Чебоксары=Cheboksary|4012 Калининград=Kaliningrad|4712 Курск=Kursk
        4722 Белгород=Belgorod|4822 Тверь=Tver|4842 Калуга=Kaluga|4832 Брянск=Bryansk|4812 Смоленск=Smolensk
        4862 Орёл=Oryol=Orel|4922 Владимир=Vladimir|4932 Иваново=Ivanovo|4752 Тамбов=Tambov
        4942 Кострома=Kostroma|8162 Великий Новгород=Novgorod|8112 Псков=Pskov|8142 Петрозаводск=Petrozavodsk
        8152 Мурманск=Murmansk|8182 Архангельск=Arkhangelsk|8172 Вологда=Vologda|8212 Сыктывкар=Syktyvkar
        8652 Ставрополь=Stavropol|862 Сочи=Sochi|3462 Сургут=Surgut|3522 Курган=Kurgan|3022 Чита=Chita
        3012 Улан-Удэ=Ulan-Ude|4112 Якутск=Yakutsk|8342 Саранск=Saransk|8362 Йошкар-Ола|8552 Набережные Челны
        3519 Магнитогорск|8202 Череповец=Cherepovets|8722 Махачкала=Makhachkala|8672 Владикавказ
        4152 Петропавловск-Камчатский|4242 Южно-Сахалинск""",
}  # fmt: skip
_BEFORE_TOWN = re.compile(
    r"^(?:(?:mun|or|oras|orasul|municipiul|g|gor|gorod|s|sat|com|r-n|raionul|zhud|zhudetul)[. ]+)+"
)


def _place_key(text: str) -> str:
    return " ".join(words(_BEFORE_TOWN.sub("", fold(text).strip())))


@cache
def area_codes(country: str) -> dict[str, str]:
    """Folded names of the towns of a country with their area codes."""
    country = country.upper()
    table = _TOWNS.get(country)
    if table is None:
        return dict(_library_towns(country))
    entries = (entry.split(" ", 1) for line in table.splitlines() for entry in line.strip().split("|"))
    return {_place_key(name): code for code, names in entries for name in names.split("=")}


def _library_towns(country: str) -> Iterator[tuple[str, str]]:
    """Towns from the library's table, where one code covers the whole town."""
    if country not in phonenumbers.SUPPORTED_REGIONS:
        return
    from phonenumbers.geodata import GEOCODE_DATA  # noqa: PLC0415  (50 MB, for other countries only)

    prefix = str(phonenumbers.country_code_for_region(country))
    found: dict[str, set[str]] = {}
    for code, names in GEOCODE_DATA.items():
        if code.startswith(prefix):
            for name in {_place_key(name.split(",")[0]) for name in names.values()}:
                found.setdefault(name, set()).add(code[len(prefix) :])
    for name, codes in found.items():
        shortest = min(codes, key=len)
        if all(code.startswith(shortest) for code in codes):
            yield name, shortest


@lru_cache(maxsize=20_000)
def area_code_of_city(city: str, country: str) -> str:
    """Area code of a city without its zero (“Chișinău”, “mun. Chisinau”, “Кишинёв” → 22); empty if not known."""
    key = _place_key(city.split(",")[0])
    return area_codes(country).get(key, "") if key and country else ""


@lru_cache(maxsize=20_000)
def country_of_city(city: str) -> str:
    """The country of a well-known town, where its name says it without doubt; else empty."""
    found = [country for country in _TOWNS if area_code_of_city(city, country)]
    return found[0] if len(found) == 1 else ""


@cache
def _countries() -> dict[str, str]:
    """Folded names and codes of all countries."""
    names: dict[str, str] = {}
    for language in _READ_LANGUAGES:
        for code, name in Locale(language).territories.items():
            if code in phonenumbers.SUPPORTED_REGIONS:
                names.setdefault(" ".join(words(name)), code)
    for code, targets in get_global("territory_aliases").items():
        if len(code) == 3 and code.isalpha() and targets[0] in phonenumbers.SUPPORTED_REGIONS:
            names.setdefault(fold(code), targets[0])
    for code, aliases in _ALIASES.items():
        names.update((" ".join(words(alias)), code) for alias in aliases.split("|"))
    names.update((fold(code), code) for code in phonenumbers.SUPPORTED_REGIONS)
    return names


@lru_cache(maxsize=2_000)
def country_of(text: str) -> str:
    """Region code of a country's name in English, Romanian or Russian, ISO code or “+373”; empty if not known."""
    text = text.strip()
    number = digits(text).lstrip("0")
    if number and not any(char.isalpha() for char in text):
        region: str = phonenumbers.region_code_for_country_code(int(number[:4]))
        return region if region in phonenumbers.SUPPORTED_REGIONS else ""
    if len(text) == 2 and text.isascii() and text.upper() in phonenumbers.SUPPORTED_REGIONS:
        return text.upper()
    known = _countries()
    without_brackets = re.sub(r"\(.*?\)|\+?\d+", " ", text)
    return known.get(" ".join(words(text)), "") or known.get(" ".join(words(without_brackets)), "")


@cache
def _territories(language: str) -> dict[str, str]:
    try:
        return dict(Locale(language).territories)
    except UnknownLocaleError:
        return dict(Locale("en").territories)


def country_name(region: str) -> str:
    """Name of a region in the language in force: “Republica Moldova”; the code where there is no name."""
    return _territories(i18n.language()).get(region, region)
