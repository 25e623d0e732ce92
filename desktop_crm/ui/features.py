"""Imports after PySide at their usual price.

PySide reads the source of every module that is imported after it, to see whether it may use ``__feature__``, and keeps
that source in memory: a third of the time of our imports and 20 MB. No module of ours, or of a library below, uses it.
"""

import sys
from types import ModuleType

import PySide6.QtCore  # noqa: F401 - what is mended here comes with it


def _not_looked_at(_module: ModuleType) -> None:
    """No switch is in force in a module that is not known to have one."""


_feature = sys.modules.get("shibokensupport.feature")
if hasattr(_feature, "feature_imported"):
    setattr(_feature, "feature_imported", _not_looked_at)  # noqa: B010 - a module the type checker cannot see
