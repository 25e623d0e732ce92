"""What the window does when a database could not be opened: a password may help, another place, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_crm.base.errors import CrmError
from desktop_crm.ui.commands import open_database
from desktop_crm.ui.servers.door import is_server, moved_to, wants_password
from desktop_crm.ui.servers.moved_dialog import MovedDialog
from desktop_crm.ui.servers.password_dialog import PasswordDialog

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

FIRST_START = "first_start"


def answer(window: MainWindow, shown: str, error: CrmError, otherwise: Callable[[CrmError], object]) -> None:
    """Ask what can be asked about *error*; *otherwise* tells it."""
    asking = (*window.findChildren(PasswordDialog), *window.findChildren(MovedDialog))
    if any(one.isVisible() for one in asking):  # several questions failed for the same reason
        return
    if is_server(shown) and wants_password(error):
        ground(window)
        PasswordDialog(
            window, shown, opened=lambda: leave_first_start(window), given_up=lambda: otherwise(error)
        ).open()
        return
    target = moved_to(error)
    if not target:
        otherwise(error)
        return
    ground(window)
    MovedDialog(
        window,
        shown,
        target,
        follow=lambda: open_database(window, target),
        look=lambda: open_database(window, shown, looking=True),
        given_up=lambda: otherwise(error),
    ).open()


def ground(window: MainWindow) -> None:
    """Something to see under a question that comes before any page."""
    if window.page is None:
        window.show_page(FIRST_START)
        window.show()


def leave_first_start(window: MainWindow) -> None:
    """The page of beginnings has done its duty."""
    if window.page_name == FIRST_START:
        window.show_last_page()
