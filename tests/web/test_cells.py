"""The cells of lists are written by code, so what people typed must not become markup there."""

from django.utils.translation import gettext_lazy, override

from web.desk.register.tables import Cell
from web.templatetags.ww import cells

EVIL = '<script>"&'
ESCAPED = "&lt;script&gt;&quot;&amp;"


def test_everything_people_typed_is_escaped():
    for cell in (
        Cell(EVIL),
        Cell("x", sub=EVIL),
        Cell("x", url=EVIL),
        Cell(EVIL, url="/a", sub=EVIL),
        Cell(EVIL, kind="state"),
    ):
        written = cells([cell])
        assert "<script" not in written
        assert ESCAPED in written


def test_links_classes_second_lines_and_states_are_written():
    row = [
        Cell("A", url="/a/", sub="b"),
        Cell("7", kind="num"),
        Cell("ok", tone="good", kind="state"),
        Cell("ok", kind="state"),
    ]
    assert cells(row) == (
        '<td><a href="/a/">A</a><span class="sub">b</span></td><td class="num">7</td>'
        '<td><span class="badge-state badge-good">ok</span></td>'
        '<td><span class="badge-state badge-neutral">ok</span></td>'
    )


def test_words_are_written_in_the_active_language():
    with override("vi"):
        assert cells([Cell(gettext_lazy("Register"))]) == f"<td>{gettext_lazy('Register')}</td>"
