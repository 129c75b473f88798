"""Drawn stand-ins for an inspector's photographs, each saying that it is invented, with a camera's EXIF in them."""

import datetime as dt
import io
import math
from fractions import Fraction
from pathlib import Path

from django.conf import settings
from PIL import ExifTags, Image, ImageDraw, ImageFont

SIZE = (1600, 1200)
FONT = Path(settings.BASE_DIR) / "common" / "fonts" / "Tinos-Bold.ttf"


def wall_without_rules(lat: float | None, lon: float | None, at: dt.datetime) -> bytes:
    """Return the picture of a shop's wall on which no house rules hang."""
    image, pen = _canvas("#d9d2c3")
    pen.rectangle((0, 850, 1600, 1200), fill="#8b7760")
    for left in (120, 520, 920, 1320):
        pen.rectangle((left, 620, left + 260, 790), fill="#20262e", outline="#11151a", width=8)
        pen.rectangle((left + 100, 790, left + 160, 850), fill="#11151a")
    pen.rectangle((560, 160, 1040, 480), outline="#a99f8c", width=4)
    pen.text((640, 290), "(không có bảng nội quy)", font=_font(38), fill="#7a705f")
    return _finish(image, pen, "Tường phòng máy: không niêm yết nội quy", lat, lon, at)


def room_at_night(lat: float | None, lon: float | None, at: dt.datetime) -> bytes:
    """Return the picture of a computer room still in use at night."""
    image, pen = _canvas("#1b2233")
    pen.ellipse((1280, 80, 1480, 280), fill="#f3efe0")
    pen.text((1315, 150), at.strftime("%H:%M"), font=_font(52), fill="#222222")
    for row in range(2):
        for place in range(5):
            left, top = 100 + place * 290, 420 + row * 300
            pen.rectangle((left, top, left + 220, top + 150), fill="#3aa0d8", outline="#0b0e14", width=8)
            pen.ellipse((left + 75, top + 120, left + 145, top + 190), fill="#0b0e14")
    return _finish(image, pen, "Phòng máy đang có khách chơi", lat, lon, at)


def analyser(lat: float | None, lon: float | None, at: dt.datetime, megahertz: str, watts: str) -> bytes:
    """Return the picture of a spectrum analyser's screen with one carrier."""
    image, pen = _canvas("#0c1410")
    for step in range(11):
        pen.line((140, 160 + step * 80, 1460, 160 + step * 80), fill="#244433", width=2)
        pen.line((140 + step * 132, 160, 140 + step * 132, 960), fill="#244433", width=2)
    points = [(140 + x, 900 - int(660 / (1 + ((x - 660) / 34) ** 2)) - (x * 7919 % 13)) for x in range(0, 1321, 4)]
    pen.line(points, fill="#f5d142", width=4)
    pen.text((160, 180), f"{megahertz} MHz   {watts} W", font=_font(56), fill="#f5d142")
    return _finish(image, pen, f"Màn hình máy đo: {megahertz} MHz", lat, lon, at)


def signed_page(title: str) -> bytes:
    """Return a stand-in for the scan of a page signed by hand."""
    image, pen = _canvas("#f7f5ef")
    pen.text((160, 160), title, font=_font(54), fill="#222222")
    pen.line([(900 + x, 900 + (x * 37 % 90) - 45) for x in range(0, 420, 14)], fill="#1d3a8a", width=6)
    pen.line([(200 + x, 900 + (x * 53 % 80) - 40) for x in range(0, 380, 14)], fill="#1d3a8a", width=6)
    pen.text((160, 1090), "BẢN QUÉT DEMO - HƯ CẤU", font=_font(44), fill="#b3202a")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def signature() -> bytes:
    """Return a signature as the tablet keeps it: drawn on white, PNG, invented like the person."""
    image = Image.new("RGB", (900, 300), "#ffffff")
    pen = ImageDraw.Draw(image)
    line = [(120 + x, 170 - int(80 * math.sin(x / 31) * math.cos(x / 150))) for x in range(0, 560, 4)]
    pen.line(line, fill="#0b1f3a", width=5, joint="curve")
    pen.line([(150, 240), (720, 215)], fill="#0b1f3a", width=4)
    pen.text((640, 255), "demo", font=_font(28), fill="#8a93a3")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _canvas(colour: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", SIZE, colour)
    return image, ImageDraw.Draw(image)


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


def _finish(
    image: Image.Image, pen: ImageDraw.ImageDraw, caption: str, lat: float | None, lon: float | None, at: dt.datetime
) -> bytes:
    pen.rectangle((0, 1090, 1600, 1200), fill="#000000")
    pen.text((40, 1110), f"ẢNH DEMO - HƯ CẤU · {caption}", font=_font(46), fill="#ffffff")
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Wavewarden demo"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    if lat is None or lon is None:
        raise ValueError("the demo's places have positions")
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N" if lat >= 0 else "S", _dms(lat)
    gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E" if lon >= 0 else "W", _dms(lon)
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = at.strftime("%Y:%m:%d %H:%M:%S")
    details[ExifTags.Base.OffsetTimeOriginal] = "+07:00"
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82, exif=exif)
    return out.getvalue()


def _dms(degrees: float) -> tuple[float, float, float]:
    """Return degrees, minutes and seconds as EXIF keeps them."""
    value = Fraction(abs(degrees)).limit_denominator(10**8)
    whole = int(value)
    minutes = int((value - whole) * 60)
    return float(whole), float(minutes), float((value - whole - Fraction(minutes, 60)) * 3600)
