"""What happens is written where it happens: no signals, no logic in save()."""

import ast

from tests.architecture.source import python_files, tree, where


def test_no_module_imports_signals():
    imports = [
        where(path, node)
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and (node.module in {"django.dispatch", "django.db.models.signals", "django.core.signals"})
    ]
    assert imports == []


def test_no_model_overrides_save_or_delete():
    overrides = [
        where(path, function)
        for path in python_files()
        if "models" in path.parts or path.name == "models.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
        for function in node.body
        if isinstance(function, ast.FunctionDef) and function.name in {"save", "delete"}
    ]
    assert overrides == []
