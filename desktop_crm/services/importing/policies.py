"""Which ways of updating each field knows, and which field speaks for which: all phones of a contact are one list."""

from collections.abc import Mapping

from desktop_crm.services.columns import CUSTOM, FIELDS

FILL, OVERWRITE, ADD, KEEP = "fill", "overwrite", "add", "keep"
_LIST, _SINGLE, _OWN, _NAME = (ADD, KEEP), (FILL, OVERWRITE, ADD, KEEP), (FILL, OVERWRITE, KEEP), (KEEP, OVERWRITE)
_OF_LIST = {
    "phone": "phone mobile work_phone home_phone fax",
    "email": "email",
    "street": "street city region postcode country legal_address",
    "website": "website telegram viber whatsapp facebook instagram linkedin skype messenger",
    "birthday": "birthday dates",
    "tags": "tags",
    "external_id": "external_id personal_number",
    "iban": "iban",
    "consents": "consents",
    "notes": "notes note_extra",
}
_SPEAKS_FOR = {code: field for field, codes in _OF_LIST.items() for code in codes.split()}
_NAMES = frozenset({"name", "person"})
_SINGLES = frozenset(
    """prefix given_name middle_name family_name suffix nickname former_name sex greeting preferences best_time how_met
    deceased legal_name legal_form other_names organisation_type industry size tax_number registration_number
    first_contact source campaign rhythm_days relation_to_us life_cycle abc_class language responsible""".split()  # noqa: SIM905
)


def policy_field(code: str) -> str:
    """The field whose policy counts for *code*."""
    return "name" if code in _NAMES else _SPEAKS_FOR.get(code, code)


def policies_for(code: str) -> tuple[str, ...]:
    """What may be chosen for a field, the usual way first; nothing where there is nothing to choose."""
    if code in _SPEAKS_FOR:
        return _LIST
    if code in _NAMES:
        return _NAME
    if code.startswith(CUSTOM):
        return _OWN
    return _SINGLE if code in _SINGLES else ()


def single_fields() -> tuple[str, ...]:
    """Fields that hold one value."""
    return tuple(code for code in FIELDS if policy_field(code) == code and FILL in policies_for(code))


def policy_in_force(code: str, chosen: Mapping[str, str], general: str) -> str:
    """The policy of a field: as chosen for it, else the general one where the field knows it, else its usual one."""
    ways = policies_for(code)
    wanted = chosen.get(policy_field(code), general)
    return wanted if wanted in ways else ways[0] if ways else ""
