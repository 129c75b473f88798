"""The files of the tablet's application with their hashes: what its worker keeps for a day without coverage."""

import base64
import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static

IDB = "vendor/idb@8.0.4/index.js"
QR = "vendor/jsqr@1.4.0/jsQR.js"  # kept for a day offline, loaded only where the browser reads no QR codes itself
LEAFLET = ("leaflet.js", "leaflet.css")
FONT_WEIGHTS = ("400", "600")  # the application uses no other: each weight costs 47 kB
OTHERS = ("css/tokens.css", "css/map.css", "fonts/be-vietnam-pro.css", "img/icon.svg", "js/map_base.js", IDB, QR)
SUFFIXES = frozenset({".js", ".css", ".svg", ".png", ".webp", ".woff2"})


def names() -> list[str]:
    """Return the names of the files below static/, sorted."""
    root = Path(settings.BASE_DIR) / "static"
    found = {
        path.relative_to(root).as_posix() for path in (root / "tablet").rglob("*") if path.suffix in SUFFIXES
    } | set(OTHERS)
    found |= {f"vendor/leaflet@1.9.4/{name}" for name in LEAFLET}
    found |= {f"map/{settings.ADMINISTRATION}/{path.name}" for path in _map_folder(root).glob("*.*json")}
    found |= {
        f"fonts/{path.name}"
        for path in (root / "fonts").glob("*.woff2")
        if any(f"-{weight}-" in path.name for weight in FONT_WEIGHTS)
    }
    return sorted(found)


def listed() -> list[tuple[str, str]]:
    """Return (address, integrity) of each file as it is served; integrity as `sha256-<base64>`."""
    return [(static(name), _integrity(name)) for name in names()]


def import_map() -> str:
    """Return the import map: `idb` by its name and, where addresses carry hashes, each module by its plain address."""
    imports = {"idb": static(IDB)}
    for name in names():
        plain = f"{settings.STATIC_URL}{name}"
        if name.endswith(".js") and static(name) != plain:
            imports[plain] = static(name)
    return json.dumps({"imports": imports}, sort_keys=True, separators=(",", ":"))


def csp_hash(text: str) -> str:
    """Return the source expression that lets exactly this inline text in."""
    return f"'sha256-{_base64(text.encode())}'"


def release(*parts: str) -> str:
    """Return the name of a release: another one when any file, the page or the worker differs."""
    text = json.dumps([settings.PRODUCT_VERSION, listed(), *parts])
    return f"{settings.PRODUCT_VERSION}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def _map_folder(root: Path) -> Path:
    return root / "map" / str(settings.ADMINISTRATION)


def _integrity(name: str) -> str:
    path = Path(_served(name))
    stat = path.stat()
    return _hash_of(str(path), stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=1024)
def _hash_of(path: str, _changed_ns: int, _size: int) -> str:
    return f"sha256-{_base64(Path(path).read_bytes())}"


def _served(name: str) -> str:
    """Return the file whose bytes are served under the address: a collected one has its addresses rewritten."""
    storage: Any = staticfiles_storage
    if hasattr(storage, "stored_name"):
        return str(storage.path(storage.stored_name(name)))
    return str(Path(settings.BASE_DIR) / "static" / name)


def _base64(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()
