"""Which field model an examination reckons with: a built-in one, curves the administration loaded, or the terrain."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from licenses.services import terrain_paths
from radio.propagation import DEFAULT, MODELS, Model, itm, p1546
from radio.propagation.p1546 import TableError

ITM = itm.NAME
CURVES = tuple(f"p1546-{path}" for path in p1546.PATHS)
WORST_CASE = "free-space"  # no path over terrain is heard farther; by it the search for terrain paths is drawn


def model_of(rules: dict[str, Any]) -> Model:
    """Return the model the stored rules name; where the terrain is asked, the one for paths without a profile.

    Raises TableError when the curves an examination was reckoned with are no longer in the folder.
    """
    name = rules["model"]
    if name in CURVES:
        return _curves(name.removeprefix("p1546-"), rules["curves"])
    return MODELS[DEFAULT if name == ITM else name]


def search_model_of(rules: dict[str, Any]) -> Model:
    """Return the model that bounds how far neighbours are looked for."""
    return MODELS[WORST_CASE] if rules["model"] == ITM else model_of(rules)


def usable(name: str) -> bool:
    """Whether a model can be reckoned with here: curves and terrain only when the administration has loaded them."""
    if name in CURVES:
        return newest_curves(name.removeprefix("p1546-")) is not None
    return name in MODELS or (name == ITM and terrain_paths.available())


def newest_curves(path: str) -> str | None:
    """Return the SHA-256 of the last file, by name, in CURVES_DIR that holds curves for "land" or "sea"."""
    return next((digest for file in reversed(_files()) if (digest := _digest(file, _changed(file), path))), None)


def _files() -> list[Path]:
    return sorted(Path(settings.CURVES_DIR).glob("*.csv")) if settings.CURVES_DIR else []


def _changed(file: Path) -> int:
    return file.stat().st_mtime_ns


@lru_cache(maxsize=32)
def _digest(file: Path, changed_ns: int, path: str) -> str | None:
    """Return the digest of a table that holds this kind of path; None for a file that cannot be used."""
    try:
        return p1546.load_table(file, path).digest
    except (OSError, TableError):
        return None


@lru_cache(maxsize=16)
def _curves(path: str, digest: str) -> Model:
    for file in _files():
        if _digest(file, _changed(file), path) == digest:
            return p1546.model(p1546.load_table(file, path))
    raise TableError(f"no file of CURVES_DIR has the SHA-256 {digest}; put back the curves this was reckoned with")
