"""Files that cannot be read at all: a clear sentence, nothing stored; files that are merely odd are read."""

import gzip
import io
import tracemalloc

import pytest

from licenses.importers import formats, problems
from licenses.importers.items import CellError
from licenses.importers.source import open_source
from licenses.models import Licensee
from tests.licenses.imports.conftest import licensee, table

GOOD = table(licensee(name="Công ty Biển Xanh"))


def read_whole(content):
    source = open_source(io.BytesIO(content))
    formats.recognise(source.header)
    return list(source.rows())


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "empty_file", "Tệp trống"),
        (b"  \n\n", "empty_file", "Tệp trống"),
        (b"%PDF-1.7 ...", "wrong_type", "PDF"),
        (b"PK\x03\x04....", "wrong_type", "XLSX"),
        (b"\xff\xd8\xff\xe0....", "wrong_type", "JPEG"),
        (b"record,key\x00\x00", "nul", "NUL"),
        (b"\x7fELF\x02\x01\x00\x00\xb1\xff\x00", "binary", "không phải là văn bản"),
        (GOOD.encode("utf-16-le"), "encoding", "UTF-16"),
        (GOOD.encode("utf-16-be"), "encoding", "UTF-16"),
        ("Bảng kê;".encode("cp1258", "ignore") + b"\xd0\xf0\n", "encoding", "Windows-1258"),
        ("café,crème\n".encode("cp1252"), "encoding", "Windows-1252"),
        (b"just some words\n", "no_header", "just some words"),
        (b"record,name\n", "columns_missing", "key"),
        (b"record,key,key\n", "columns_twice", "key"),
        (gzip.compress(GOOD.encode())[:-12], "damaged", "bị hỏng"),
    ],
)
def test_an_unreadable_file_says_what_it_is(content, code, words):
    with pytest.raises(CellError) as caught:
        read_whole(content)
    assert caught.value.code == code
    assert words in problems.about_file(caught.value)


def test_a_wrong_letter_deep_in_a_long_file_names_its_line_and_encoding():
    content = GOOD.encode() + b"licensee,L%d,x\n" * 20_000 + "licensee,L9,Cà phê".encode("cp1252") + b"\n"
    with pytest.raises(CellError) as caught:
        list(open_source(io.BytesIO(content)).rows())
    assert caught.value.code == "encoding"
    assert caught.value.params["line"] >= 1


def test_quotes_that_never_close_are_named_not_swallowed():
    content = GOOD + '"licensee,L2' + "x" * 40_000
    with pytest.raises(CellError) as caught:
        list(open_source(io.BytesIO(content.encode())).rows())
    assert caught.value.code == "not_csv"


@pytest.mark.parametrize("encode", [lambda text: text.encode("utf-8-sig"), lambda text: text.encode("utf-16"),
                                    lambda text: gzip.compress(text.encode())])  # fmt: skip
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_marks_utf16_gzip_and_either_line_end_are_read(encode, ends):
    source = open_source(io.BytesIO(encode(GOOD.replace("\n", ends))))
    rows = [cells for _line, cells in source.rows()]
    assert source.header[:2] == ["record", "key"]
    assert rows[0][2] == "Công ty Biển Xanh"


def test_a_format_is_told_by_its_header_and_may_be_named():
    header = open_source(io.BytesIO(GOOD.encode())).header
    assert formats.recognise(header) is formats.REGISTER
    with pytest.raises(CellError) as caught:
        formats.recognise(header, "fcc-uls")
    assert caught.value.code == "columns_missing"
    with pytest.raises(CellError) as caught:
        formats.recognise(header, "xml")
    assert caught.value.code == "format_unknown"


@pytest.mark.django_db
def test_a_huge_file_is_read_in_pieces(load, monkeypatch):
    # 8,000 rows with a long cell each are 5 MB; all that may be in memory is a chunk of them.
    monkeypatch.setattr("licenses.services.imports.run.CHUNK", 500)
    content = (table(licensee()) + f'licensee,L1,"{"x" * 500}",organisation{"," * 31}\n' * 8_000).encode()
    held = []

    def watch(_done, _total):
        held.append(tracemalloc.get_traced_memory()[0])
        return True

    tracemalloc.start()
    try:
        found = load(content, progress=watch)
    finally:
        tracemalloc.stop()
    assert found.counts["refused"] == 8_000
    assert Licensee.objects.count() == 1
    assert len(held) > 5
    assert max(held) < 2_500_000
