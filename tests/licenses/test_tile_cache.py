"""Tiles kept in a process: read once, never out of date, and bounded."""

import pytest
from django.db import transaction

from common import binary_rows
from licenses.models import SpectrumUse
from licenses.services.coordination import records, tile_cache, tiles
from licenses.services.coordination.tile_cache import TileCache
from tests.licenses.coordination_scene import crowd
from tests.licenses.test_spectrum_tiles import BOX

WINDOWS = [tiles.Window(name, 157_000_000, 158_000_000) for name in (1, 2, 3)]


def found():
    return records.listed(records.ordered(tiles.uses_within(WINDOWS, BOX)))


@pytest.fixture
def sent(monkeypatch, officer, holder, agencies, license_values):
    """How many tiles each statement brought with their bytes."""
    crowd(holder, agencies.skhcn, license_values, count=300)
    tiles.pack()
    monkeypatch.setattr(tile_cache, "CACHE", TileCache(10_000_000))
    fetched, counts = binary_rows.fetched, []

    def counted(sql):
        rows = fetched(sql)
        counts.append(sum(isinstance(row[-1], bytes) for row in rows))
        return rows

    monkeypatch.setattr(binary_rows, "fetched", counted)
    return counts


@pytest.mark.django_db
@pytest.mark.postgres
@pytest.mark.postgres_only
def test_a_tile_is_sent_once_until_it_changes(sent):
    first = found()
    assert first
    assert sum(sent) > 3
    sent.clear()
    assert found() == first
    assert sent == [0]
    use = SpectrumUse.objects.filter(assignment=first[0]["assignment_id"]).first()
    use.power_w = 77.0
    use.save()
    tiles.pack()
    sent.clear()
    changed = found()
    assert changed != first
    assert [each for each in changed if each["power_w"] == 77.0]
    assert 0 < sum(sent) < 3  # only what changed


@pytest.mark.django_db
@pytest.mark.postgres
@pytest.mark.postgres_only
def test_what_was_read_in_an_undone_transaction_is_not_answered_later(sent):
    first = found()
    with transaction.atomic():
        SpectrumUse.objects.filter(assignment=first[0]["assignment_id"]).update(power_w=88.0)
        tiles.pack()
        assert [each for each in found() if each["power_w"] == 88.0]
        transaction.set_rollback(True)
    assert found() == first


def test_the_cache_holds_no_more_than_its_bytes_and_drops_the_longest_unused():
    cache = TileCache(100)
    names = [(1, number, 1, f"({number},1)/7") for number in range(4)]
    for name in names[:3]:
        cache.keep({name: b"x" * 30})
    assert set(cache.known(names[:1])) == {names[0]}
    cache.keep({names[3]: b"y" * 30})
    assert set(cache.known(names)) == {names[0], names[2], names[3]}
    cache.keep({names[3]: b"y" * 30})
    assert set(cache.known(names)) == {names[0], names[2], names[3]}
