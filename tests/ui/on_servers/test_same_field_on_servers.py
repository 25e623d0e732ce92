"""The same field typed by two, on servers."""

# ruff: noqa: F401
from tests.ui.test_same_field import test_a_city_in_the_table, test_a_next_step, test_an_own_field
