"""``contact`` and ``audit`` as a script would use them."""

import json
from pathlib import Path

import pytest

from desktop_crm.cli import main


@pytest.fixture
def base(tmp_path: Path, capsys) -> str:
    path = str(tmp_path / "sales.crm")
    assert main(["new", path]) == 0
    capsys.readouterr()
    return path


def answer(capsys, *arguments: str):
    assert main(list(arguments)) == 0
    return json.loads(capsys.readouterr().out)


def test_a_contact_from_beginning_to_trash(base: str, capsys) -> None:
    made = answer(
        capsys, "contact", "new", "--set", "given_name=Ana", "--set", "family_name=Rusu", "--phone", "+373 69 123 456",
        "--tag", "VIP", "--json",
    )  # fmt: skip
    number = str(made["id"])
    assert (made["name"], made["phones"][0]["e164"]) == ("Ana Rusu", "+37369123456")
    changed = answer(
        capsys, "contact", "change", number, "--set", "family_name=Munteanu", "--email", "ana@x.md", "--remove-tag",
        "VIP", "--json",
    )  # fmt: skip
    assert (changed["name"], changed["tags"], changed["emails"][0]["address"]) == ("Ana Munteanu", [], "ana@x.md")
    trail = answer(capsys, "audit", number, "--json")
    assert [entry["label"] for entry in trail] == ["Change “Ana Rusu”", "Add contact “Ana Rusu”"]
    assert {"title": "Family name", "before": "Rusu", "after": "Munteanu"}.items() <= trail[0]["changes"][-1].items()
    assert main(["audit", number]) == 0
    assert "Family name: Rusu → Munteanu" in capsys.readouterr().out
    for verb in ("archive", "delete", "restore"):
        assert answer(capsys, "contact", verb, number, "--json") == {"count": 1}
    assert answer(capsys, "contact", "archive", "--back", number, "--json") == {"count": 1}
    assert answer(capsys, "undo", "--json")["change_set"]
    assert answer(capsys, "show", number, "--json")["archived_at"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("contact", "new"),
        ("contact", "new", "--set", "birthplace=here"),
        ("contact", "change", "5", "--set", "name=x"),
        ("contact", "delete", "5"),
        ("audit", "5"),
    ],
)
def test_trouble_is_one_sentence(base: str, capsys, arguments: tuple[str, ...]) -> None:
    assert main(list(arguments)) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and "Traceback" not in said.err
    assert answer(capsys, "contacts", "--json") == []


def test_wrong_usage(base: str, capsys) -> None:
    with pytest.raises(SystemExit) as left:
        main(["contact", "new", "--set", "name"])
    assert left.value.code == 2
