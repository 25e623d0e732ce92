"""Number formats that make text of a number: ``00000`` shows 6083 as 06083, ``(0##) ##-##-##`` shows a phone.

Such cells must come out as shown, because the shown text is what the user typed or means: a postcode, a phone, a
number with its leading zeros. Amounts, percentages and dates stay numbers.
"""

import re

_TOKEN = re.compile(r'\\(.)|"([^"]*)"|_.|\*.|\[[^\]]*\]|(.)', re.DOTALL)
_PLACEHOLDERS = "0#?"


class Mask:
    """A format turned into a mask: placeholders and the marks between them."""

    def __init__(self, tokens: list[tuple[bool, str]]) -> None:
        self._tokens = tokens
        places = [char for digit, char in tokens if digit]
        self._places = len(places)
        # from the first 0 on every place shows a digit, also those written #
        self._least = len(places) - places.index("0") if "0" in places else 0

    def show(self, number: int) -> str:
        """*number* as Excel shows it with this format."""
        figures = str(abs(number)).zfill(self._least)
        rest = max(0, len(figures) - self._places)
        head, tail = figures[:rest], figures[rest:]
        missing = self._places - len(tail)
        result: list[str] = []
        for digit, text in self._tokens:
            if not digit:
                result.append(text)
            elif missing > 0:
                missing -= 1
                result.append(" " if text == "?" else "")
            else:
                result.append(head + tail[:1])
                head, tail = "", tail[1:]
        return ("-" if number < 0 else "") + "".join(result).strip()


def mask_of(code: str) -> Mask | None:
    """The mask of number format *code*, or ``None`` where the cell is an ordinary number, a date or text."""
    tokens: list[tuple[bool, str]] = []
    for match in _TOKEN.finditer(_section(code)):
        escaped, quoted, char = match.groups()
        if escaped is not None or quoted is not None:
            tokens.append((False, escaped or quoted or ""))
        elif char is None:
            continue  # a colour, a condition, a filling blank
        elif char in _PLACEHOLDERS:
            tokens.append((True, char))
        elif char in " -()+/":
            tokens.append((False, char))
        else:  # a decimal point, thousands, an exponent, a date, a percentage, text
            return None
    if any(digit and text == "?" for digit, text in tokens) and (False, "/") in tokens:  # a fraction
        return None
    return Mask(tokens) if _pads(tokens) else None


def _section(code: str) -> str:
    """The section that large positive numbers use: the last of those with a condition, else the first."""
    sections = re.findall(r'(?:\\.|"[^"]*"|[^;])+', code)
    if len(sections) > 1 and re.match(r"\s*\[[<>=]", sections[0]):
        return str(sections[1])
    return str(sections[0]) if sections else ""


def _pads(tokens: list[tuple[bool, str]]) -> bool:
    places = [index for index, (digit, _text) in enumerate(tokens) if digit]
    if not places:
        return False
    zeros = sum(1 for digit, text in tokens if digit and text == "0")
    between = any(not digit for digit, _text in tokens[places[0] : places[-1]])
    plus = any(text.endswith("+") for digit, text in tokens[: places[0]] if not digit)
    return zeros >= 2 or plus or (between and len(places) >= 5)
