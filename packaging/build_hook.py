"""Hatchling hook: compiles the catalogues (.po) into .mo files whenever the package is built or installed."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):
    """Compiles ``translations/*/LC_MESSAGES/*.po``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before files are collected."""
        from babel.messages.mofile import write_mo  # noqa: PLC0415  (present only while building)
        from babel.messages.pofile import read_po  # noqa: PLC0415

        for po in sorted(Path(self.root, "translations").glob("*/LC_MESSAGES/*.po")):
            with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
                write_mo(target, read_po(source))
