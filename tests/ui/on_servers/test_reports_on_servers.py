"""Reports, on servers."""

# ruff: noqa: F401
from tests.ui.test_reports_page import (
    page,
    test_a_figure_leads_to_its_list_and_on_to_the_card,
    test_a_kept_copy_stays_and_tells_what_changed,
)
