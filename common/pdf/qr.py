"""A QR code as one filled path: the built-in widget draws one rectangle object per module and costs ten times more."""

from functools import lru_cache

import segno
from reportlab.pdfgen.canvas import Canvas


@lru_cache(maxsize=256)
def runs(text: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """Return the side in modules, and the dark runs as (column, row from below, length)."""
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
    size = len(rows)
    found: list[tuple[int, int, int]] = []
    for index, row in enumerate(rows):
        start = None
        for column, dark in enumerate((*row, 0)):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                found.append((start, size - 1 - index, column - start))
                start = None
    return size, tuple(found)


def draw(canvas: Canvas, text: str, side: float) -> None:
    """Draw the code of `text` at the origin, `side` points wide, black on what lies below."""
    size, found = runs(text)
    # Whole numbers under one scale: writing each corner through the canvas costs more than the rest of the page.
    rectangles = " ".join(f"{column} {row} {length} 1 re" for column, row, length in found)
    canvas.saveState()
    canvas.setFillGray(0)
    canvas.scale(side / size, side / size)
    canvas._code.append(f"{rectangles} f")
    canvas.restoreState()
