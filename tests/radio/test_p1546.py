"""A table of P.1546 curves that the administration loads is read exactly, between its points, and refused when broken.

The table here is invented (a straight line in the logarithm of the distance); the ITU's figures are not shipped.
"""

import math

import pytest

from radio.propagation import Reason, field_dbuv_m, p1546

HEADER = ",".join(p1546.COLUMNS)


def value(frequency, time, height, distance):
    return 60 + 10 * math.log10(height / 10) - 30 * math.log10(distance) - 2 * math.log10(frequency) - time / 10


def lines(**changes):
    yield HEADER
    for frequency in (100, 600):
        for time in (10, 50):
            for height in (10, 100):
                for distance in (1, 10, 100):
                    level = changes.get("level", value)(frequency, time, height, distance)
                    yield f"{frequency},{time},{changes.get('path', 'land')},{height},{distance},{level}"


@pytest.fixture
def model():
    return p1546.model(p1546.parse_table(lines(), "land", "a" * 64))


def field(model, frequency, distance, height, time, rx=10.0):
    return float(field_dbuv_m(model, 30, frequency, distance, height, rx, time).field_dbuv_m)


@pytest.mark.parametrize("point", [(100, 1, 10, 50), (600, 100, 100, 10), (100, 10, 100, 10)])
def test_a_point_of_the_table_is_given_back(model, point):
    frequency, distance, height, time = point
    assert field(model, *point) == pytest.approx(value(frequency, time, height, distance))


def test_between_points_it_is_linear_in_the_logarithms(model):
    assert field(model, 100, math.sqrt(10), 10, 50) == pytest.approx(value(100, 50, 10, math.sqrt(10)))
    assert field(model, math.sqrt(60_000), 10, math.sqrt(1000), 50) == pytest.approx(
        value(math.sqrt(60_000), 50, math.sqrt(1000), 10)
    )


def test_between_percentages_it_follows_the_normal_distribution(model):
    assert field(model, 100, 10, 10, 22.1) == pytest.approx(value(100, 30, 10, 10), abs=0.4)


def test_a_lower_receiver_gets_less(model):
    lost = field(model, 100, 10, 10, 50) - field(model, 100, 10, 10, 50, rx=1.0)
    assert lost == pytest.approx(3.2 + 6.2 * 2)


def test_outside_the_table_the_nearest_curve_is_held_and_the_link_marked(model):
    found = field_dbuv_m(model, 30, 700, [200, 50], 10, 10, 50)
    assert [Reason(int(reason)) for reason in found.reasons] == [
        Reason.FREQUENCY | Reason.TOO_FAR, Reason.FREQUENCY,
    ]  # fmt: skip
    assert found.field_dbuv_m[0] == pytest.approx(value(600, 50, 10, 100))


def test_the_model_names_the_file_it_reads(model):
    assert (model.name, model.version) == ("p1546-land", "P.1546/1 aaaaaaaaaaaa")


def test_a_file_is_read_and_its_digest_kept(tmp_path):
    file = tmp_path / "curves.csv"
    file.write_text("\n".join(lines(path="sea")), encoding="utf-8")
    assert len(p1546.load_table(file, "sea").digest) == 64
    with pytest.raises(p1546.TableError, match="no rows for land"):
        p1546.load_table(file, "land")
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(p1546.TableError, match="UTF-8"):
        p1546.load_table(file)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (["a,b"], "first line"),
        ([HEADER], "no rows"),
        ([*lines()][:-1], "nothing for"),
        ([*lines(), "100,10,land,10,1,5"], "twice"),
        ([*lines(), "100,10,air,10,1,5"], "land or sea"),
        ([*lines(), "100,10,land,10,far,5"], "not a number"),
        ([*lines(), "100,10,land,-10,1,5"], "outside"),
        ([*lines(level=lambda f, t, h, d: 10 + d / 10)], "rises"),
        ([*lines(level=lambda f, t, h, d: 120 - d)], "free space"),
    ],
)
def test_a_broken_table_is_refused_with_its_reason(broken, message):
    with pytest.raises(p1546.TableError, match=message):
        p1546.parse_table(broken, "land")
