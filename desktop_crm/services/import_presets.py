"""Which program a list comes from, told by its column names."""

from collections.abc import Sequence

from desktop_crm.base.i18n import N_, _
from desktop_crm.base.text import fold

# name -> columns that are all there, and columns of which one at least is there
_PRESETS: tuple[tuple[str, str, str], ...] = (
    (N_("Google contacts"), "given name|family name", "phone 1 - value|e-mail 1 - value|group membership|labels"),
    (N_("Google contacts"), "first name|last name", "phone 1 - value|e-mail 1 - value|labels"),
    (N_("Outlook contacts"), "first name|last name", "business phone|e-mail address|e-mail display name|home phone 2"),
    (N_("Outlook contacts"), "имя|фамилия", "адрес эл. почты|рабочий телефон|телефон дом. 2"),
    (N_("Outlook contacts"), "prenume|nume", "adresa de e-mail|telefon serviciu"),
    (N_("Outlook contacts"), "e-mail address|business phone|home phone|job title", "business fax|home phone 2"),
    (N_("LinkedIn connections"), "first name|last name|connected on", ""),
    (N_("HubSpot contacts"), "record id", "lifecycle stage|contact owner|create date|associated company"),
    (N_("Salesforce contacts"), "first name|last name|account name", "mailing city|contact owner|mailing street"),
    (N_("Pipedrive contacts"), "name|organization", "open deals|won deals|closed deals"),
    (N_("Pipedrive contacts"), "person - name", ""),
    (N_("Zoho contacts"), "first name|last name", "contact id|contact owner|lead source"),
    (N_("Bitrix24 contacts"), "id|salutation|first name|last name", ""),
    (N_("Bitrix24 contacts"), "обращение|имя|фамилия", "отчество|дата рождения|рабочий телефон|корпоративный сайт"),
    (N_("amoCRM contacts"), "наименование|рабочий телефон|рабочий email", ""),
    (N_("amoCRM contacts"), "имя контакта|ответственный за контакт", ""),
    (N_("1C list of partners"), "наименование|инн", "кпп|код|полное наименование|вид контрагента"),
    (N_("1C list of partners"), "контрагент|инн", ""),
    (N_("Apple contacts"), "first|last|nickname", "phone : mobile|email : home|email : work"),
)


def _folded(columns: str) -> set[str]:
    return {fold(column) for column in columns.split("|")}


def preset_name(headers: Sequence[str]) -> str:
    """“Google contacts”, in the language in force; "" for a list of nobody's."""
    known = {fold(header).strip() for header in headers}
    for name, needed, one_of in _PRESETS:
        if known.issuperset(_folded(needed)) and (not one_of or not known.isdisjoint(_folded(one_of))):
            return _(name)
    return ""
