"""Legal forms taken off names of firms."""

import pytest

from desktop_crm.services.company_names import split_legal_form


@pytest.mark.parametrize(
    ("name", "core", "form"),
    [
        ("Ţesături Bucovina S.R.L.", "Ţesături Bucovina", "S.R.L."),
        ("S.C. Construct Com S.R.L.", "Construct Com", "S.C. S.R.L."),
        ("SC Construct Com SRL", "Construct Com", "SC SRL"),
        ("Vinuri Banat S.R.L.-D.", "Vinuri Banat", "S.R.L.-D."),
        ("Bar s. r. l.", "Bar", "s. r. l."),
        ("Popescu Ion P.F.A.", "Popescu Ion", "P.F.A."),
        ("Î.I. Rusu Elena", "Rusu Elena", "Î.I."),
        ("II Rusu Elena", "Rusu Elena", "II"),
        ("Î.S. Calea Ferată", "Calea Ferată", "Î.S."),
        ("Transgaz SA", "Transgaz", "SA"),
        ("ООО «СеверСибирь»", "СеверСибирь", "ООО"),
        ('ЗАО "Ромашка"', "Ромашка", "ЗАО"),
        ("«Ромашка», ООО", "Ромашка", "ООО"),
        ("ИП Иванов Пётр", "Иванов Пётр", "ИП"),
        ("ПАО Газпром", "Газпром", "ПАО"),
        ("ГУП Водоканал", "Водоканал", "ГУП"),
        ("Общество с ограниченной ответственностью «Вега»", "Вега", "Общество с ограниченной ответственностью"),
        ("Müller GmbH & Co. KG", "Müller", "GmbH & Co. KG"),
        ("Siemens AG", "Siemens", "AG"),
        ("Acme Pty Ltd", "Acme", "Pty Ltd"),
        ("Apple, Inc.", "Apple", "Inc."),
        ("Widgets LLC", "Widgets", "LLC"),
        ("Škoda s.r.o.", "Škoda", "s.r.o."),
        ("Żubr Sp. z o.o.", "Żubr", "Sp. z o.o."),
        ("Роза ЕООД", "Роза", "ЕООД"),
        ("Rosa EOOD", "Rosa", "EOOD"),
        ("OÜ Eesti Leib", "Eesti Leib", "OÜ"),
        ("AS Roma", "AS Roma", ""),
        ("Company of Heroes", "Company of Heroes", ""),
        ("„Casa Bună”", "Casa Bună", ""),
        ("O'Neill Ltd", "O'Neill", "Ltd"),
    ],
)
def test_form_is_split_off(name, core, form):
    split = split_legal_form(name)
    assert (split.core, split.legal_form) == (core, form)


@pytest.mark.parametrize(
    "name", ["SA", "II", "S.R.L.", "ООО", "«»", "", "   ", "S.C. S.R.L.", "Co", "...", "« »", "АО «ИП»"]
)
def test_a_name_is_never_stripped_to_nothing(name):
    assert bool(split_legal_form(name).core) == bool(name.strip())
