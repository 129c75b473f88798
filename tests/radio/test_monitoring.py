"""What a receiver wrote is read row by row, bad rows say why, and the samples of one emission are joined."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radio import monitoring
from radio.monitoring import Problem, Sample

HEADER = "frequency_mhz,field_dbuvm,bandwidth_hz,lat,lon,measured_at,emission"
GOOD = "157.4003,62.5,11000,12.25,109.19,2026-11-20T08:00:00+07:00,F3E"
AT = dt.datetime(2026, 11, 20, 1, 0, tzinfo=dt.UTC)

samples = st.builds(
    Sample, st.sampled_from([157.4e6, 157.4003e6, 157.4125e6]), st.floats(11, 13), st.just(109.0),
    st.integers(0, 5).map(lambda hours: AT + dt.timedelta(hours=hours)), st.one_of(st.none(), st.floats(10, 90)),
)  # fmt: skip


def read(*lines, header=HEADER):
    return list(monitoring.read([header + "\n", *(line + "\n" for line in lines)]).rows)


def test_a_row_becomes_a_sample():
    (found,) = read(GOOD)
    assert found == Sample(157_400_300.0, 12.25, 109.19, AT, 62.5, 11_000.0, "F3E")


def test_semicolons_commas_hertz_a_mark_and_unknown_columns_are_taken():
    row = "157400300;12,25;109,19;2026-11-20T01:00:00Z;x"
    table = monitoring.read(["\ufefffrequency_hz;lat;lon;measured_at;operator\n", row])
    (found,) = table.rows
    assert (found.frequency_hz, found.lat, found.field_dbuvm) == (157_400_300.0, 12.25, None)
    assert table.unknown == ("operator",)


@pytest.mark.parametrize(
    ("old", "new", "column", "code"),
    [
        ("157.4003", "", "frequency_mhz", "missing"),
        ("157.4003", "high", "frequency_mhz", "not_a_number"),
        ("157.4003", "0", "frequency_mhz", "out_of_range"),
        ("12.25", "95", "lat", "out_of_range"),
        ("109.19", "nan", "lon", "not_a_number"),
        ("11000", "-5", "bandwidth_hz", "out_of_range"),
        ("62.5", "999", "field_dbuvm", "out_of_range"),
        ("2026-11-20T08:00:00+07:00", "yesterday", "measured_at", "no_time"),
        ("2026-11-20T08:00:00+07:00", "2026-11-20T08:00:00", "measured_at", "no_zone"),
        ("F3E", "loud", "emission", "no_emission"),
    ],
)
def test_a_bad_row_names_line_column_and_reason_and_the_next_is_read(old, new, column, code):
    bad, good = read(GOOD.replace(old, new), GOOD)
    assert bad == Problem(2, column, code)
    assert isinstance(good, Sample)


def test_empty_lines_are_no_rows_and_a_file_without_the_columns_is_refused():
    assert read("", ",,,,,,") == []
    with pytest.raises(monitoring.TableError) as caught:
        monitoring.read(["lat,lon\n"])
    assert caught.value.columns == ("frequency_mhz", "measured_at")
    with pytest.raises(monitoring.TableError):
        monitoring.read([])


def test_samples_of_one_emission_are_joined_around_the_strongest():
    later = AT + dt.timedelta(hours=2)
    found = monitoring.join([
        Sample(157.4000e6, 12.20, 109.1, later, 40.0), Sample(157.4010e6, 12.25, 109.1, AT, 70.0),
        Sample(157.4125e6, 12.25, 109.1, AT, 50.0), Sample(157.4000e6, 13.50, 109.1, AT, 45.0),
    ])  # fmt: skip
    assert [(group.strongest.field_dbuvm, group.count) for group in found] == [(45.0, 1), (70.0, 2), (50.0, 1)]
    assert (found[1].first, found[1].last) == (AT, later)
    assert found[1].heard(50).uncertainty_hz == 50


def test_a_wide_emission_gathers_what_lies_inside_its_bandwidth():
    wide, inside = Sample(100.000e6, 12, 109, AT, 80.0, 180_000.0), Sample(100.060e6, 12, 109, AT, 60.0)
    beside = Sample(100.100e6, 12, 109, AT, 60.0, 180_000.0)
    assert [group.count for group in monitoring.join([wide, inside, beside])] == [2, 1]


@given(st.lists(samples, max_size=12))
@settings(max_examples=50)
def test_joining_loses_no_sample_and_ignores_their_order(given_samples):
    found = monitoring.join(given_samples)
    assert sum(group.count for group in found) == len(given_samples)
    again = monitoring.join(reversed(given_samples))
    assert [group.count for group in again] == [group.count for group in found]
    assert all(group.first <= group.last for group in found)
