"""Settings survive; a broken file never stops the program."""

from dataclasses import replace

import pytest

from desktop_crm.base import settings


def test_settings_survive_a_restart() -> None:
    kept = replace(settings.load(), language="ro", country="MD", window={"page": "contacts"}).with_database("a.crm")
    settings.save(kept)
    assert settings.load() == kept


def test_the_installation_is_known_again() -> None:
    settings.save(settings.load())
    assert settings.load().installation == settings.load().installation != ""


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"language = ", b"language = 5\nwindow = 'x'\nunknown = 1"])
def test_a_broken_file_gives_the_defaults(content: bytes) -> None:
    settings.settings_path().write_bytes(content)
    assert settings.load().language == ""


def test_recent_databases_are_few_and_not_repeated() -> None:
    kept = settings.Settings()
    for number in range(20):
        kept = kept.with_database(f"{number % 10}.crm")
    assert len(kept.recent_databases) == settings.RECENT
    assert len(set(kept.recent_databases)) == settings.RECENT
    assert kept.last_database == "9.crm"
