"""Vietnamese from its fragments: merged and compiled at start, so that users need no gettext tools."""

import os
import tempfile
from pathlib import Path

import polib


def compile_fragments(locale_dir: Path) -> Path | None:
    """Compile `<language>/*.po` of each language into its django.mo when a fragment is newer; return the last file.

    One fragment per area keeps two people's work apart. A msgid that two fragments translate differently is an error
    caught by tests/architecture. The file is replaced in one move, so two processes may start at once.
    """
    target = None
    for folder in sorted(item for item in locale_dir.iterdir() if item.is_dir()):
        fragments = sorted(folder.glob("*.po"))
        target = folder / "LC_MESSAGES" / "django.mo"
        newest = max((fragment.stat().st_mtime_ns for fragment in fragments), default=0)
        if not fragments or (target.exists() and target.stat().st_mtime_ns >= newest):
            continue
        merged = polib.POFile()
        merged.metadata = {
            "Content-Type": "text/plain; charset=UTF-8",
            "Language": folder.name,
            "Plural-Forms": "nplurals=1; plural=0;",
        }
        seen: set[tuple[str, str | None]] = set()
        for fragment in fragments:
            for entry in polib.pofile(str(fragment)):
                if (entry.msgid, entry.msgctxt) not in seen and not entry.obsolete:
                    seen.add((entry.msgid, entry.msgctxt))
                    merged.append(entry)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".mo")
        os.close(handle)
        merged.save_as_mofile(name)
        os.replace(name, target)
    return target
