"""The layout and the dependency rule of the design: integrations → bot ← actions."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.paths import ROOT

PACKAGES = ("bot", "actions", "integrations")

# What a package may not import, and where inside it that is allowed all the same.
FORBIDDEN = [
    ("bot", ("actions", "integrations"), ()),
    ("bot", ("sanic", "httpx", "aiohttp", "requests", "wechatpy"), ()),
    ("actions", ("integrations",), ()),
    ("integrations", ("actions",), ()),
    ("bot", ("rasa",), ("bot/nlu",)),
    ("actions", ("rasa",), ()),
    ("integrations", ("rasa",), ("integrations/wechat",)),
    ("bot", ("rasa_sdk",), ()),
    ("integrations", ("rasa_sdk",), ()),
]

TOP_LEVEL = (
    *("bot", "actions", "integrations", "tests", "data/nlu", "data/knowledge", "data/responses", "data/rules"),
    *("domain.yml", "config.yml", "pyproject.toml", "requirements.txt", "Makefile", "README.md", ".ci/run"),
)

# Importing is not starting: nothing may be reached, not even this machine, and no database opened.
IMPORT_ALL = """
import importlib, socket, sqlite3, sys

def refuse(*args, **kwargs):
    raise AssertionError(f"connects at import: {args}")

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = sqlite3.connect = refuse
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def sources(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Give the modules that a file imports, wherever in it: at the top, in a function, for types only."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute, so that this test can read them"
            yield node.module or ""
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant))


@pytest.mark.parametrize(("package", "forbidden", "allowed_in"), FORBIDDEN)
def test_no_package_imports_what_it_must_not(package, forbidden, allowed_in) -> None:
    offences = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in sources(package)
        if not any(path.is_relative_to(ROOT / folder) for folder in allowed_in)
        for module in imports(path)
        if module.split(".")[0] in forbidden
    ]
    assert offences == []


@pytest.mark.parametrize("name", TOP_LEVEL)
def test_what_the_design_names_is_there(name: str) -> None:
    assert (ROOT / name).exists()


@pytest.mark.parametrize("package", PACKAGES)
def test_every_folder_with_code_is_a_package_that_says_what_it_is(package: str) -> None:
    folders = {path.parent for path in sources(package)}
    # Alembic runs its scripts by path.
    for folder in {folder for folder in folders if "migrations" not in folder.parts}:
        description = folder / "__init__.py"
        assert description.exists(), f"{folder.relative_to(ROOT)} has no __init__.py"
        assert ast.get_docstring(ast.parse(description.read_text(encoding="utf-8"))), f"{description} says nothing"


def test_nothing_connects_at_import() -> None:
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for package in PACKAGES
        for path in sources(package)
        # A program's entry and Alembic's scripts are run, not imported.
        if path.name not in ("__init__.py", "__main__.py") and "migrations" not in path.parts
    ]
    outcome = subprocess.run([sys.executable, "-c", IMPORT_ALL, *modules], cwd=ROOT, capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stderr
