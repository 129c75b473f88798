"""Opens an import file: recognises what it is, its encoding and its separator, and gives its rows one by one."""

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, cast

from licenses.importers.items import CellError

SNIFFED = 64 * 1024
SEPARATORS = ",;\t|"
LONGEST_CELL = 32_000
MAGIC = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "XLSX/ZIP",
    b"\xd0\xcf\x11\xe0": "XLS",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"SQLite format 3": "SQLite",
}
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Vietnamese letters in the 8-bit code pages that old office programs wrote; used to name the encoding, never to guess.
VIETNAMESE_1258 = frozenset(b"\xd0\xf0\xd2\xf2\xd5\xf5\xdd\xfd\xcc\xec\xe3\xc3")


@dataclass(slots=True)
class Source:
    """A readable file: its header, and its rows with their line numbers."""

    header: list[str]
    separator: str
    _reader: Any

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield (line number in the file, cells), skipping empty lines. Raises CellError for what is not CSV."""
        reader = self._reader
        try:
            for cells in reader:
                if cells:
                    yield reader.line_num, cells
        except csv.Error as error:
            raise CellError("not_csv", line=reader.line_num, error=str(error)) from error
        except UnicodeDecodeError as error:
            raise encoding_error(error.object[error.start : error.start + 200], reader.line_num) from error
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise CellError("damaged", line=reader.line_num) from error


def open_source(file: IO[bytes]) -> Source:
    """Read the header of a CSV file (plain or gzip, UTF-8 with or without BOM, or UTF-16 with BOM) from its start.

    Raises CellError: empty_file, wrong_type, binary, encoding, nul, not_csv, damaged, no_header.
    """
    csv.field_size_limit(LONGEST_CELL)
    file.seek(0)
    start = file.read(len(max(MAGIC, key=len)))
    file.seek(0)
    stream = cast("IO[bytes]", gzip.GzipFile(fileobj=file)) if start.startswith(b"\x1f\x8b") else file
    try:
        head = stream.read(SNIFFED)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise CellError("damaged", line=1) from error
    stream.seek(0)
    separator, encoding = _sniff(head)
    text = io.TextIOWrapper(cast("Any", _Unclosed(stream)), encoding=encoding, newline="")
    source = Source([], separator, csv.reader(_without_nul(text), delimiter=separator, strict=True))
    _line, header = next(source.rows(), (0, []))
    source.header = [name.strip().lower() for name in header]
    return source


def _without_nul(lines: Iterable[str]) -> Iterator[str]:
    """Pass lines on; no text has NUL in it, and PostgreSQL stores none."""
    for number, line in enumerate(lines, 1):
        if "\x00" in line:
            raise CellError("nul", line=number)
        yield line


def _sniff(head: bytes) -> tuple[str, str]:
    """Return separator and encoding of the first bytes of a file."""
    for magic, name in MAGIC.items():
        if head.startswith(magic):
            raise CellError("wrong_type", type=name)
    if not head.strip():
        raise CellError("empty_file")
    encoding = "utf-16" if head.startswith(UTF16) else "utf-8-sig"
    if encoding == "utf-8-sig" and b"\x00" in head:
        if _like_utf16(head):
            raise CellError("encoding", line=1, encoding="UTF-16")
        if not _text(head.replace(b"\x00", b"")):
            raise CellError("binary")
    first = head.split(b"\n", 1)[0] if encoding == "utf-8-sig" else head
    try:
        header = first.decode(encoding, errors="strict" if encoding == "utf-8-sig" else "ignore").split("\n", 1)[0]
    except UnicodeDecodeError as error:
        raise encoding_error(head, 1) from error
    separator = max(SEPARATORS, key=header.count)
    if separator not in header:
        raise CellError("no_header", header=header[:80])
    return separator, encoding


def _like_utf16(head: bytes) -> bool:
    """Whether every other byte of the first ones is NUL: UTF-16 whose mark is missing."""
    first = head[:64]
    return any(set(first[start::2]) == {0} and 0 not in first[1 - start :: 2] for start in (0, 1))


def _text(head: bytes) -> bool:
    """Whether bytes are UTF-8; the last letter may be cut in two."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def encoding_error(sample: bytes, line: int) -> CellError:
    """Name the encoding the file seems to have, so that the person knows what to choose when saving again."""
    looks = "Windows-1258" if sum(byte in VIETNAMESE_1258 for byte in sample) else "Windows-1252"
    return CellError("encoding", line=line, encoding=looks)


class _Unclosed(io.BufferedIOBase):
    """Passes reads on, and leaves the file open when the text layer above is thrown away: it is not ours to close."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        return self.stream.read(-1 if size is None else size)

    def read1(self, size: int = -1) -> bytes:
        return self.stream.read(size)
