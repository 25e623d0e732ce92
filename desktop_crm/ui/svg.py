"""The shipped SVG icons as text, in one colour."""

from functools import cache

from desktop_crm.base import paths


@cache
def source(name: str) -> str:
    """The SVG text of an icon, its stroke made finer."""
    text = (paths.resources_folder() / "icons" / f"{name}.svg").read_text("utf-8")
    return text.replace('stroke-width="2"', 'stroke-width="1.75"')


def tinted(name: str, value: str) -> str:
    """The SVG text of an icon in one colour."""
    return source(name).replace("currentColor", value)
