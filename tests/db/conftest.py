"""The database room is tested without the services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest


@pytest.fixture
def derived() -> Sequence[Any]:
    """Nothing derived."""
    return ()
