"""The command line: the same services as the window, without Qt. Exit codes: 0 done, 1 a known error, 2 wrong usage."""

import argparse
import difflib
import importlib
import json
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from desktop_crm import __version__
from desktop_crm.base import i18n, log, settings, side_by_side
from desktop_crm.base.errors import Cancelled, CrmError
from desktop_crm.base.i18n import N_, _
from desktop_crm.cli import looks

# command -> (module, one line for --help); a module is loaded only when its command is used
COMMANDS: dict[str, tuple[str, str]] = {
    "new": ("new", N_("make an empty database")),
    "demo": ("demo", N_("make a database with sample data")),
    "info": ("info", N_("what a database is and holds")),
    "import": ("importing", N_("take contacts from a file")),
    "imports": ("imports", N_("list the imports")),
    "held": ("held", N_("rows of imports that wait: list, take, drop, save")),
    "export": ("exporting", N_("write contacts into a file")),
    "undo": ("undo", N_("take back the last change, or a given one")),
    "redo": ("redo", N_("do again what was taken back")),
    "history": ("history", N_("list the changes")),
    "search": ("search", N_("search everything")),
    "contacts": ("contacts", N_("list contacts")),
    "views": ("views", N_("saved views: list, keep, rename, delete")),
    "contact": ("contact", N_("make, change, delete, restore, archive contacts")),
    "audit": ("audit", N_("who changed what on a card, and when")),
    "show": ("show", N_("show one contact")),
    "interactions": ("interactions", N_("list entries of the history")),
    "interaction": ("interaction", N_("write or change an entry of the history")),
    "mail": ("mail", N_("take an e-mail into the history")),
    "attach": ("attach", N_("keep files with a contact")),
    "attachments": ("attachments", N_("list the files of a contact")),
    "attachment": ("attachment", N_("save, rename or remove a file")),
    "reminders": ("reminders", N_("list what is to be done")),
    "remind": ("remind", N_("write a reminder in one sentence")),
    "reminder": ("reminder", N_("show or change one reminder")),
    "done": ("done", N_("tick a reminder off")),
    "snooze": ("snooze", N_("let a reminder fire later")),
    "day-sheet": ("day_sheet", N_("print what is to be done today")),
    "report": ("report", N_("make a report: PDF, workbook or JSON")),
    "complaints": ("complaints", N_("the book of complaints: list, verify, register, report")),
    "complaint": ("complaint", N_("register a complaint, show it, take a step")),
    "lookup": ("lookup", N_("who has this phone number")),
    "duplicates": ("duplicates", N_("contacts that look like one: list, merge, tell apart")),
    "merge": ("merge", N_("make one contact of two")),
    "unmerge": ("unmerge", N_("take a merged contact apart again")),
    "move": ("move", N_("move everything to a server, or back to a file")),
    "backup": ("backup", N_("make a verified copy")),
    "check": ("check", N_("check a database")),
    "selftest": ("selftest", N_("check this installation")),
    "window": ("window", N_("open the window (also without a command)")),
}


_NEVER_LOOKS = ("new", "demo", "move", "selftest", "window")


def _module(command: str) -> ModuleType:
    return importlib.import_module(f"desktop_crm.cli.{COMMANDS[command][0]}")


def _overview() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {_(text)}" for name, (_module_name, text) in COMMANDS.items()]
    return "\n".join(
        [
            _("usage: desktop-crm [DATABASE] | desktop-crm COMMAND …"),
            "",
            _("Without a command the window opens."),
            _("DATABASE is a file or a server address; default: the last one used."),
            "",
            *lines,
            "",
            _("“desktop-crm COMMAND --help” tells more."),
        ]
    )


def _parser(command: str) -> argparse.ArgumentParser:
    module = _module(command)
    parser = argparse.ArgumentParser(prog=f"desktop-crm {command}", description=_(COMMANDS[command][1]))
    parser.add_argument("--language", choices=sorted(i18n.LANGUAGES), help=_("language of the answers"))
    if command not in _NEVER_LOOKS:
        words = _("only look, also at a database that was moved elsewhere")
        parser.add_argument("--look", action="store_true", help=words)
    module.add_arguments(parser)
    return parser


def _general_first(arguments: Sequence[str]) -> list[str]:
    """``--language`` and ``--look`` may stand anywhere, also behind a verb; their own parser knows them before it."""
    words, first = list(arguments), list[str]()
    for option, values in (("--language", 1), ("--look", 0)):
        place = next((n for n, word in enumerate(words) if word == option or word.startswith(f"{option}=")), -1)
        if place >= 0:
            end = place + 1 + (values if words[place] == option else 0)
            first += words[place:end]
            del words[place:end]
    return [*first, *words]


def _run(command: str, arguments: Sequence[str]) -> int:
    options = _parser(command).parse_args(_general_first(arguments))
    if options.language:
        i18n.use_language(options.language)
    looks.use(getattr(options, "look", False))
    code: int = _module(command).run(options)
    sys.stdout.flush()
    return code


def _unknown(words: Sequence[str]) -> str:
    """A sentence when the first word is meant as a command and is none.

    Databases have a dot, a slash or a colon in their name, or are there.
    """
    name = words[0] if words else ""
    if not name.replace("-", "").isalpha() or name.startswith("-") or name in COMMANDS or Path(name).exists():
        return ""
    near = difflib.get_close_matches(name, COMMANDS, n=1)
    if near:
        return _("There is no command “{name}”. Did you mean “{near}”?").format(name=name, near=near[0])
    return _("There is no command “{name}”. “desktop-crm --help” lists all.").format(name=name)


def _speak_utf8() -> None:
    """Answers hold letters of three alphabets; a console of another code page gets replacements, not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8" if not stream.isatty() else None, errors="replace")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    side_by_side.allow()
    words = list(sys.argv[1:] if arguments is None else arguments)
    _speak_utf8()
    i18n.use_language(settings.load().language)
    if words[:1] in (["-h"], ["--help"]):
        print(_overview())
        return 0
    if words[:1] == ["--version"]:
        print(f"desktop-crm {__version__}")
        return 0
    if unknown := _unknown(words):
        print(unknown, file=sys.stderr)
        return 2
    command, rest = (words[0], words[1:]) if words and words[0] in COMMANDS else ("window", words)
    try:
        log.start_log()
        return _run(command, rest)
    except CrmError as error:
        print(error.sentence, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(Cancelled().sentence, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output went away: not worth a word
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception:  # the last door: a bug is logged, the user gets a sentence
        logging.getLogger(__name__).exception("command %s failed", command)
        bug = _("Something unexpected went wrong. Nothing was changed. Details are in {log}.")
        print(bug.format(log=log.log_path()), file=sys.stderr)
        return 1


def print_json(answer: object) -> None:
    """One JSON document on standard output; moments and dates as ISO 8601."""
    print(json.dumps(answer, ensure_ascii=False, indent=2, default=str))
