"""A TrueType file without its hints: they serve low screen resolutions only and are 40 % of every embedded face."""

import struct
from itertools import pairwise

from reportlab.pdfbase.ttfonts import TTFontMaker

_KEPT = ("OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post")
# flags of a part of a composite glyph (OpenType specification, table glyf)
_WORDS, _SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO, _INSTRUCTIONS = 0x1, 0x8, 0x20, 0x40, 0x80, 0x100


def unhinted(font: bytes) -> bytes:
    """Return the font with the same outlines, widths and characters and without instructions."""
    tables = _tables(font)
    offsets = _offsets(tables)
    glyphs = [_stripped(tables["glyf"][start:end]) for start, end in pairwise(offsets)]
    places = [0]
    for glyph in glyphs:
        places.append(places[-1] + len(glyph))
    tables["glyf"] = b"".join(glyphs)
    tables["loca"] = struct.pack(f">{len(places)}L", *places)
    head = tables["head"]
    tables["head"] = head[:50] + struct.pack(">h", 1) + head[52:]  # indexToLocFormat: long offsets
    maker = TTFontMaker()
    for tag in _KEPT:
        maker.add(tag, tables[tag])
    return bytes(maker.makeStream())


def _tables(font: bytes) -> dict[str, bytes]:
    (count,) = struct.unpack_from(">H", font, 4)
    found = {}
    for index in range(count):
        tag, _checksum, offset, length = struct.unpack_from(">4sLLL", font, 12 + 16 * index)
        found[tag.decode("ascii")] = font[offset : offset + length]
    return found


def _offsets(tables: dict[str, bytes]) -> list[int]:
    (long,) = struct.unpack_from(">h", tables["head"], 50)
    (glyphs,) = struct.unpack_from(">H", tables["maxp"], 4)
    if long:
        return list(struct.unpack_from(f">{glyphs + 1}L", tables["loca"]))
    return [2 * half for half in struct.unpack_from(f">{glyphs + 1}H", tables["loca"])]


def _stripped(glyph: bytes) -> bytes:
    if not glyph:
        return glyph
    (contours,) = struct.unpack_from(">h", glyph)
    if contours < 0:
        bare = _composite(glyph)
    else:
        place = 10 + 2 * contours
        (length,) = struct.unpack_from(">H", glyph, place)
        bare = glyph[:place] + b"\0\0" + glyph[place + 2 + length :]
    return bare + bytes(-len(bare) % 4)


def _composite(glyph: bytes) -> bytes:
    """Return the parts without the instructions that follow them."""
    bare, place, more = bytearray(glyph), 10, True
    while more:
        (flags,) = struct.unpack_from(">H", bare, place)
        struct.pack_into(">H", bare, place, flags & ~_INSTRUCTIONS)
        place += 8 if flags & _WORDS else 6
        place += 2 if flags & _SCALE else 4 if flags & _XY_SCALE else 8 if flags & _TWO_BY_TWO else 0
        more = bool(flags & _MORE)
    return bytes(bare[:place])
