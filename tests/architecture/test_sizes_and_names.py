"""Files stay small, say what they are for, and have names that mean something."""

import ast
import re

from tests.architecture.source import DOORS, ROOT, python_files, tree, where

MOST_LINES = 400
MOST_LINES_OF_SCRIPT = 200
MOST_LINES_OF_FUNCTION = 50
MOST_LINES_OF_VIEW = 30
BANNED = {"utils", "helpers", "libraries", "misc", "core", "base"}


def _functions(*packages):
    for path in python_files(*packages):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
                yield path, node, node.end_lineno - first.lineno + 1  # what is done, without what is said about it


def test_no_python_file_is_longer_than_400_lines():
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert {str(path.relative_to(ROOT)): size for path, size in sizes.items() if size > MOST_LINES} == {}


def test_no_script_is_longer_than_200_lines():
    scripts = (ROOT / "static" / "js").rglob("*.js")
    sizes = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in scripts}
    assert {name: size for name, size in sizes.items() if size > MOST_LINES_OF_SCRIPT} == {}


def test_no_function_is_longer_than_50_lines():
    long = [f"{where(path, node)} {node.name}" for path, node, size in _functions() if size > MOST_LINES_OF_FUNCTION]
    assert long == []


def test_no_function_at_a_door_is_longer_than_30_lines():
    long = [f"{where(path, node)} {node.name}" for path, node, size in _functions(*DOORS) if size > MOST_LINES_OF_VIEW]
    assert long == []


def test_no_file_has_a_name_that_says_nothing():
    # kinds/base.py is the one exception: there it is the base of the kinds
    named = [path for path in python_files() if path.stem in BANNED or path.parent.name in BANNED]
    assert [str(path.relative_to(ROOT)) for path in named if path.parts[-2:] != ("kinds", "base.py")] == []


def test_each_module_says_in_one_line_what_it_is():
    silent = [
        str(path.relative_to(ROOT))
        for path in python_files()
        if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(tree(path))
    ]
    assert silent == []


def test_the_spelling_is_license():
    spelled = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in python_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(r"licence", line, re.IGNORECASE)
    ]
    assert spelled == []
