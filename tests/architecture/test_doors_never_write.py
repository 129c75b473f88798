"""Doors read, ask a service and answer."""

import ast

from tests.architecture.source import DOORS, python_files, tree, where

ALWAYS = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "select_for_update"}
ON_QUERYSETS = {"create", "update", "delete"}
QUERYSET_WORDS = {"objects", "_default_manager", "_base_manager", "filter", "exclude", "visible_to", "all"}


def _words(node: ast.AST) -> set[str]:
    return {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}


def _writes(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    if call.func.attr in ALWAYS:
        return True
    return call.func.attr in ON_QUERYSETS and bool(_words(call.func.value) & QUERYSET_WORDS)


def test_no_view_and_no_serializer_writes_to_the_database():
    writes = [
        where(path, node)
        for path in python_files(*DOORS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and _writes(node)
    ]
    assert writes == []


def test_no_door_opens_a_transaction_of_its_own():
    opened = [
        where(path, node)
        for path in python_files(*DOORS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"atomic", "on_commit"}
    ]
    assert opened == []
