"""The rules of the house, kept by machines."""

import ast
import inspect
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import desktop_crm.services
from desktop_crm.model import Base

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "desktop_crm"


def python_files() -> list[Path]:
    return sorted([*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")])


def test_imports_go_down_only() -> None:
    linter = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert linter.returncode == 0, linter.stdout + linter.stderr


def test_files_stay_small() -> None:
    long = {str(path): count for path in python_files() if (count := len(path.read_text("utf-8").splitlines())) > 400}
    assert not long
    main_window = PACKAGE / "ui" / "main_window.py"
    assert len(main_window.read_text("utf-8").splitlines()) <= 300


def test_database_room_is_entered_by_the_doors_only() -> None:
    parts = ("core.py", "opening.py", "watching.py", "servers/door.py")  # the door, and what belongs to it
    doors = {*(PACKAGE / "ui" / part for part in parts), PACKAGE / "app.py"}
    for path in PACKAGE.rglob("*.py"):
        room = path.relative_to(PACKAGE).parts[0]
        if room in ("db", "cli") or path in doors:
            continue
        assert "desktop_crm.db" not in path.read_text("utf-8"), path


@pytest.mark.parametrize("word", [".commit(", ".rollback("])
def test_commits_only_in_the_database_room(word: str) -> None:
    for path in PACKAGE.rglob("*.py"):
        if path.relative_to(PACKAGE).parts[0] != "db":
            assert word not in path.read_text("utf-8"), path


def test_clock_is_asked_in_one_place() -> None:
    for path in PACKAGE.rglob("*.py"):
        if path.name != "clock.py":
            text = path.read_text("utf-8")
            assert "datetime.now(" not in text and "date.today(" not in text, path


def test_mapped_objects_stay_behind_the_door() -> None:
    """No public function of a service returns a mapped object."""
    mapped = {mapper.class_.__name__ for mapper in Base.registry.mappers}
    for module_info in pkgutil.iter_modules(desktop_crm.services.__path__):
        module = import_module(f"desktop_crm.services.{module_info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("_") or function.__module__ != module.__name__:
                continue
            returned = str(inspect.signature(function).return_annotation)
            words = {word.strip(" '\"[],|") for word in returned.replace("[", " ").replace(".", " ").split()}
            assert not words & mapped, f"{module.__name__}.{name} returns {returned}"


def test_no_generated_or_foreign_files_in_git() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: nothing is tracked here")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    allowed = {
        "desktop_crm",
        "resources",
        "translations",
        "tests",
        "packaging",
        "pyproject.toml",
        "README.md",
        "LICENSE",
    }
    tops = {name.split("/")[0] for name in listed if name}
    assert {top for top in tops if not top.startswith(".")} <= allowed
    assert not [name for name in listed if name.endswith((".mo", ".qm", ".pyc", ".pot"))]


def test_every_text_is_translatable() -> None:
    """``_`` takes a literal: an f-string or a sum would never be found in the catalogue."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("_", "N_", "ngettext")
            ):
                assert not any(isinstance(argument, ast.JoinedStr) for argument in node.args), f"{path}:{node.lineno}"
