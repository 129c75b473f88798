"""The status of a record changes in accounts/steps.py and nowhere else."""

import ast

from tests.architecture.source import DOORS, PACKAGES, ROOT, python_files, tree, where

WRITER = ROOT / "accounts" / "steps.py"
ROOMS = tuple(name for name in PACKAGES if name not in {*DOORS, "config", "radio"})


def _assigns(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(isinstance(part, ast.Attribute) and part.attr == "status" for part in targets)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update":
        return any(keyword.arg == "status" for keyword in node.keywords)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "setattr":
        return isinstance(node.args[1], ast.Constant) and node.args[1].value == "status"
    return False


def test_status_is_written_only_by_the_steps_engine():
    written = [
        where(path, node)
        for path in python_files(*ROOMS)
        if path != WRITER
        for node in ast.walk(tree(path))
        if _assigns(node)
    ]
    assert written == []
