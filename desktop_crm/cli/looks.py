"""``--look``: a command only looks at its database, also at one that was moved elsewhere; known before it is opened."""

_only: list[bool] = [False]


def use(only: bool) -> None:
    """From now on."""
    _only[0] = only


def only() -> bool:
    """Whether nothing may be written."""
    return _only[0]
