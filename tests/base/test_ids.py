"""Ids: unique, ascending, never back, never over 63 bits."""

from datetime import timedelta

import pytest

from desktop_crm.base import clock
from desktop_crm.base.ids import MAX_WORKSTATION, IdSource, moment_of


def test_ids_ascend_and_never_repeat() -> None:
    source = IdSource(7)
    ids = source.take(10_000) + source.take(5)
    assert ids == sorted(set(ids))


def test_ids_fit_into_63_bits_until_the_year_2150(frozen_clock) -> None:
    with clock.frozen(frozen_clock.replace(year=2150)):
        assert IdSource(MAX_WORKSTATION).take(1)[0] < 2**63


def test_a_clock_set_back_does_not_send_ids_back(frozen_clock) -> None:
    source = IdSource()
    first = source.take(1)[0]
    with clock.frozen(frozen_clock - timedelta(days=400)):
        assert source.take(1)[0] > first


def test_two_workstations_never_collide(frozen_clock) -> None:
    assert not set(IdSource(1).take(20_000)) & set(IdSource(2).take(20_000))


def test_the_moment_can_be_read_from_an_id(frozen_clock) -> None:
    made = moment_of(IdSource(3).take(1)[0])
    assert abs(made - frozen_clock) < timedelta(milliseconds=2)


def test_workstation_numbers_are_bounded() -> None:
    with pytest.raises(ValueError):
        IdSource(MAX_WORKSTATION + 1)
