"""The command reads a table on its input, writes it with answers, and counts the bad rows in its exit code."""

import io
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def ask(monkeypatch):
    def run(task, text, **options):
        raw = text if isinstance(text, bytes) else text.encode()
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
        out, err = io.StringIO(), io.StringIO()
        code = 0
        try:
            call_command("radio", task, stdout=out, stderr=err, **options)
        except SystemExit as left:
            code = left.code
        return out.getvalue().splitlines(), err.getvalue(), code

    return run


def test_a_good_table_comes_back_with_its_answers(ask):
    lines, errors, code = ask("correction", "id,tx_designator,rx_designator,delta_f_hz\n7,16K0F3E,11K2F3E,12500\n")
    assert lines == ["id,tx_designator,rx_designator,delta_f_hz,corr_db,error", "7,16K0F3E,11K2F3E,12500,16.328,"]
    assert (errors, code) == ("", 0)


def test_the_exit_code_counts_the_bad_rows(ask):
    lines, errors, code = ask("designators", "designator\n16K0F3E\nnonsense\n\n256QAM\nF3E,more\n")
    assert code == 3
    assert "3 rows" in errors
    assert [line.endswith(",") for line in lines[1:]] == [True, False, False, False]
    assert lines[-1].endswith("row: more cells than the header has")


def test_a_byte_order_mark_semicolons_and_vietnamese_meanings(ask):
    lines, _errors, code = ask("designators", "\ufeffdesignator;note\n11K2F3E;a\n".encode(), language="vi")
    assert lines[0].startswith("designator;note;valid")
    assert "điều tần" in lines[1]
    assert code == 0


def test_bytes_that_are_no_text_make_a_bad_row_not_a_crash(ask):
    _lines, _errors, code = ask("designators", b"designator\n16K0F3E\n\xff\xfe\n")
    assert code == 1


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n"])
def test_a_table_without_the_needed_columns_is_refused(ask, text):
    with pytest.raises(CommandError, match="designator") as caught:
        ask("designators", text)
    assert caught.value.returncode == 120


def test_more_than_a_hundred_bad_rows_still_fit_in_an_exit_code(ask):
    _lines, errors, code = ask("designators", "designator\n" + "bad\n" * 300)
    assert code == 100
    assert "300 rows" in errors


CURVES = "frequency_mhz,time_percent,path,h1_m,distance_km,field_dbuv_m\n"
QUESTION = "model,erp_w,frequency_mhz,distance_km,tx_height_m,rx_height_m\np1546-land,1000,100,10,10,10\n"


def test_a_table_of_p1546_curves_answers_for_its_kinds_of_path(ask, tmp_path):
    file = tmp_path / "curves.csv"
    file.write_text(CURVES + "100,50,land,10,1,80\n100,50,land,10,10,55.5\n", encoding="utf-8")
    lines, _errors, code = ask("field", QUESTION, p1546=file)
    assert code == 0
    assert ",55.50,p1546-land,P.1546/1 " in lines[1]
    _lines, errors, code = ask("field", QUESTION)
    assert (code, "1 rows" in errors) == (1, True)


def test_a_table_of_curves_that_cannot_be_used_is_refused(ask, tmp_path):
    file = tmp_path / "curves.csv"
    file.write_text(CURVES, encoding="utf-8")
    with pytest.raises(CommandError, match="no rows"):
        ask("field", QUESTION, p1546=file)
    with pytest.raises(CommandError, match="No such file"):
        ask("field", QUESTION, p1546=tmp_path / "none.csv")
