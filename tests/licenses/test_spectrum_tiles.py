"""Packed tiles of spectrum never answer otherwise than the table of uses, however the register changes."""

import datetime as dt
import random
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licenses.migrations._spectrum_tiles import NOWHERE, keys
from licenses.models import FrequencyAssignment, SpectrumTile, SpectrumUse
from licenses.services import stations
from licenses.services.coordination import cull, records, tiles
from tests.licenses.conftest import ON
from tests.licenses.coordination_scene import crowd

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
BOX = (11.0, 108.0, 13.5, 110.5)
EVERYWHERE = (-90.0, -180.0, 90.0, 180.0)


@pytest.fixture
def crowded(officer, holder, agencies, license_values):
    crowd(holder, agencies.skhcn, license_values, count=300)


def found(box: tuple[float, float, float, float] = BOX) -> list[dict[str, Any]]:
    windows = [tiles.Window(name, 157_000_000, 158_000_000) for name in (1, 2, 3)]
    return records.listed(records.ordered(tiles.uses_within(windows, box)))


def packed_tiles() -> int:
    return SpectrumTile.objects.filter(packed__isnull=False).count()


def test_packing_changes_no_answer(crowded):
    before = found()
    assert packed_tiles() == 0
    assert tiles.pack() == SpectrumTile.objects.count() > 20
    assert before
    assert found() == before
    assert tiles.pack() == 0


def test_half_packed_tiles_answer_the_same(crowded):
    before = found()
    tiles.pack(most=10)
    assert 10 <= packed_tiles() < SpectrumTile.objects.count()
    assert found() == before


def test_a_box_and_a_window_are_held_exactly(crowded):
    tiles.pack()
    window = tiles.Window(1, 157_350_000, 157_550_000)
    got = records.listed(tiles.uses_within([window], (11.7, 108.7, 12.7, 109.7)))
    uses = SpectrumUse.objects.filter(width_class=1, centre_hz__range=(157_350_000, 157_550_000))
    placed = uses.filter(lat__range=(11.7, 12.7), lon__range=(108.7, 109.7))
    nowhere = uses.filter(lat=None)
    expected = sorted((use.assignment_id.hex, use.role) for use in (*placed, *nowhere))
    assert placed.exists()
    assert nowhere.exists()
    assert sorted((use["assignment_id"], use["role"]) for use in got) == expected


def test_a_box_over_the_antimeridian_finds_both_sides(crowded):
    keys_ = list(FrequencyAssignment.objects.values_list("pk", flat=True)[:2])
    for key, lon in zip(keys_, (179.9, -179.9), strict=True):
        SpectrumUse.objects.filter(assignment=key).update(lat=0.0, lon=lon, centre_hz=157_400_000)
    tiles.pack()
    got = found((-1.0, 179.0, 1.0, -179.0))
    assert {use["assignment_id"] for use in got if use["lat"] is not None} == {key.hex for key in keys_}


def test_every_change_empties_the_tiles_it_touches(crowded, officer):
    tiles.pack()
    assignment = FrequencyAssignment.objects.select_related("station").exclude(station__lat=None).first()
    before = packed_tiles()
    stations.amend(assignment.station, by=officer, on=ON, version=1, lat=12.31, lon=109.21, confirmed=True)
    assert packed_tiles() < before
    assert any(use["assignment_id"] == assignment.pk.hex and use["lat"] == 12.31 for use in found(EVERYWHERE))
    tiles.pack()
    FrequencyAssignment.objects.filter(pk=assignment.pk).update(in_force_until=ON - dt.timedelta(days=3))
    (use,) = [use for use in found(EVERYWHERE) if use["assignment_id"] == assignment.pk.hex and use["role"] == 0]
    assert use["until"] == (ON - dt.timedelta(days=3)).isoformat()


def test_what_is_deleted_is_gone_and_empty_tiles_go_with_it(crowded):
    tiles.pack()
    SpectrumUse.objects.filter(lat__lt=12.0).delete()
    assert all(use["lat"] is None or use["lat"] >= 12.0 for use in found(EVERYWHERE))
    tiles.pack()
    assert not SpectrumTile.objects.filter(packed=None).exists()
    rows = SpectrumTile.objects.exclude(cell=NOWHERE).values_list("cell", flat=True)
    assert min(rows) // 720 >= (12 + 90) * 2


def test_the_database_and_python_reckon_the_same_cell(crowded):
    _class, bin_, cell = keys(connection.vendor, "u")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT u.id, {bin_}, {cell} FROM licenses_spectrumuse u ORDER BY u.id")
        said = cursor.fetchall()
    uses = SpectrumUse.objects.order_by("pk")
    array = np.zeros(len(said), dtype=records.USE)
    for place, use in enumerate(uses):
        lat, lon = (np.nan if value is None else value for value in (use.lat, use.lon))
        array["lat"][place], array["lon"][place] = lat, lon
        assert said[place][1] == use.centre_hz // tiles.BINS_HZ[use.width_class]
    assert [row[2] for row in said] == tiles.cells_of(array).tolist()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lat=st.floats(-89, 89), lon=st.floats(-179.9, 179.9), until=st.dates(), hz=st.integers(1, 10**12),
    power=st.none() | st.floats(1e-6, 1e7),
)  # fmt: skip
def test_a_record_keeps_every_value(lat, lon, until, hz, power):
    row = ("0" * 31 + "7", 3, 2, 1, hz, lat, lon, None, power, 2, None, 1.5, 30.0, 8.0, 5, None, until.isoformat())
    (use,) = records.listed(records.of_text(records.text_of(records.packed([row]))))
    assert tuple(use[name] for name in records.COLUMNS) == row


def test_no_search_reads_a_whole_table(crowded, monkeypatch):
    """The plans of both queries name the index of tiles, or the covering index of uses, and no scan of either."""
    tiles.pack(most=10)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # so small a table would be scanned whatever index it has
    plans = explained([tiles.Window(1, 157_400_000, 157_450_000)], monkeypatch)
    assert "spectrum_tile_once" in plans or "sqlite_autoindex_licenses_spectrumtile" in plans or "bin=?" in plans
    assert "spectrum_by_channel" in plans
    for scan in ("SCAN t", "SCAN u", "Seq Scan on licenses_spectrum"):
        assert scan not in plans


def explained(windows: list[tiles.Window], monkeypatch: Any) -> str:
    """Run a search and return the plans of its statements, also of the one that goes past Django's cursor."""
    fetched, statements = tiles.binary_rows.fetched, []
    monkeypatch.setattr(tiles.binary_rows, "fetched", lambda sql: statements.append(sql) or fetched(sql))
    with CaptureQueriesContext(connection) as asked:
        tiles.uses_within(windows, BOX)
    statements += [query["sql"] for query in asked.captured_queries if query["sql"] not in statements]
    prefix = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    lines = []
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(f"{prefix} {sql}")
            lines += [str(row[-1]) for row in cursor.fetchall()]
    return "\n".join(lines)


def test_random_questions_find_what_the_table_holds(crowded):
    rnd = random.Random(3)
    tiles.pack()
    for _ in range(20):
        hz, lat, lon = 157_300_000 + rnd.randrange(40) * 6_250, rnd.uniform(10, 14), rnd.uniform(107, 111)
        extents = cull.extents(hz, hz, 11_000)
        asked: dict[str, Any] = {
            "lower_hz": hz, "upper_hz": hz, "bandwidth_hz": 11_000, "lat": lat, "lon": lon, "reach": 40.0, "on": ON,
            "found": extents,
        }  # fmt: skip
        packed = records.listed(records.ordered(cull.neighbours(**asked)))
        SpectrumTile.objects.update(packed=None)
        assert records.listed(records.ordered(cull.neighbours(**asked))) == packed
        tiles.pack()
