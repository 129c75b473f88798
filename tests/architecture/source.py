"""Reads the product's own source for the architecture tests."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Lowest first; siblings share a floor
FLOORS = (
    ("radio",),
    ("common",),
    ("accounts",),
    ("places",),
    ("rulebook",),
    ("issuing",),
    ("licenses",),
    ("inspections",),
    ("enforcement",),
    ("reporting", "fieldwork"),
    ("operations",),
    ("web", "api"),
    ("config",),
)
PACKAGES = tuple(name for floor in FLOORS for name in floor)
DOORS = ("web", "api")


def floor_of(package: str) -> int:
    """Return how high a package stands."""
    return next(level for level, names in enumerate(FLOORS) if package in names)


def python_files(*packages: str) -> Iterator[Path]:
    """Yield the product's Python files, migrations left out."""
    for package in packages or PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


@cache
def tree(path: Path) -> ast.Module:
    """Return the parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def where(path: Path, node: ast.AST) -> str:
    """Return file:line as people click on it."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def templates() -> list[Path]:
    """Return our templates."""
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt", ".js"})
