"""Photographs in papers: a JPEG goes in byte for byte, never decoded or recompressed; others through Pillow."""

import io
from typing import Any

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFImageXObject
from reportlab.platypus import Flowable

_JPEG = b"\xff\xd8\xff"
_ORIENTATION = 274
# EXIF orientation -> degrees to turn counter-clockwise; mirrored pictures do not come out of cameras
_TURNS = {3: 180, 6: 270, 8: 90}


class _JpegSource:
    """Hands a JPEG to the PDF writer as it is."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def jpeg_fh(self) -> io.BytesIO:
        return io.BytesIO(self._data)


class Photograph(Flowable):
    """One picture, as large as the box allows, upright as the camera meant it."""

    hAlign = "CENTER"

    def __init__(self, data: bytes, box_width: float, box_height: float) -> None:
        super().__init__()
        self.data = data
        with Image.open(io.BytesIO(data)) as picture:
            pixels = picture.size
            self.turn = _TURNS.get(picture.getexif().get(_ORIENTATION, 1), 0)
        if self.turn in (90, 270):
            pixels = pixels[::-1]
        factor = min(box_width / pixels[0], box_height / pixels[1])
        self.width, self.height = pixels[0] * factor, pixels[1] * factor

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        """Return the size found when the picture was opened."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the picture, turned about its middle if the camera was held sideways."""
        canvas = self.canv
        canvas.saveState()
        if self.turn:
            canvas.translate(self.width / 2, self.height / 2)
            canvas.rotate(self.turn)
            wide, high = (self.height, self.width) if self.turn in (90, 270) else (self.width, self.height)
            canvas.translate(-wide / 2, -high / 2)
        else:
            wide, high = self.width, self.height
        if self.data.startswith(_JPEG):
            _draw_jpeg(canvas, self.data, wide, high)
        else:
            canvas.drawImage(ImageReader(io.BytesIO(self.data)), 0, 0, wide, high)
        canvas.restoreState()


def _draw_jpeg(canvas: Any, data: bytes, width: float, height: float) -> None:
    # Canvas.drawImage decodes a JPEG only to find a name for it; its place in the paper is a name as good.
    document = canvas._doc
    name = f"photo{len(document.idToObject)}"
    registered = document.getXObjectName(name)
    image = PDFImageXObject(name, _JpegSource(data), mask=None)
    image.name = name
    canvas._setXObjects(image)
    document.Reference(image, registered)
    document.addForm(name, image)
    canvas._currentPageHasImages = 1
    canvas.scale(width, height)
    canvas._code.append(f"/{registered} Do")
    canvas._formsinuse.append(name)
