"""Terrain files are read as they are meant, and one that cannot be used is refused with its reason."""

import numpy as np
import pytest

from radio import terrain
from radio.propagation import itm

ASC = """ncols 3
nrows 2
xllcenter 109.0
yllcenter 12.0
cellsize 0.5
NODATA_value -9999
40 50 60
10 20 -9999
"""


@pytest.fixture
def tile(tmp_path):
    """One SRTM3 tile whose heights are the row counted from the south."""
    rows = np.arange(1201)[::-1]
    path = tmp_path / "N12E109.hgt"
    np.broadcast_to(rows[:, None], (1201, 1201)).astype(">i2").tofile(path)
    return path


@pytest.fixture
def grid(tmp_path):
    path = tmp_path / "a.asc"
    path.write_text(ASC, encoding="ascii")
    return path


def test_an_srtm_tile_lies_with_its_south_west_corner_where_its_name_says(tile):
    land = terrain.load([tile])
    assert land.heights_at([12.0, 13.0, 12.5], [109.0, 110.0, 109.3]).tolist() == pytest.approx([0, 1200, 600])


def test_heights_between_points_are_interpolated(tile):
    assert terrain.load([tile]).heights_at(12.0 + 0.25 / 1200, 109.5).tolist() == pytest.approx([0.25])


def test_an_ascii_grid_is_read_from_the_north_down(grid):
    land = terrain.load([grid])
    assert land.heights_at([12.0, 12.5, 12.25], [109.0, 110.0, 109.25]).tolist() == pytest.approx([10, 60, 30])


def test_a_corner_is_half_a_cell_outside_the_first_centre(tmp_path):
    path = tmp_path / "b.asc"
    path.write_text(ASC.replace("xllcenter 109.0", "xllcorner 108.75").replace("yllcenter 12.0", "yllcorner 11.75"))
    assert terrain.load([path]).heights_at(12.0, 109.0).tolist() == pytest.approx([10])


@pytest.mark.parametrize(("place", "code"), [((11.9, 109.0), "outside"), ((12.1, 109.9), "void")])
def test_where_nothing_is_known_there_is_no_height_and_never_zero(grid, place, code):
    with pytest.raises(terrain.TerrainError) as caught:
        terrain.load([grid]).heights_at(*place)
    assert caught.value.code == code


def test_a_profile_runs_from_one_end_to_the_other_and_feeds_the_terrain_model(tile):
    land = terrain.load([tile])
    there, back = land.profile_m(12.1, 109.2, 12.4, 109.3, 101), land.profile_m(12.4, 109.3, 12.1, 109.2, 101)
    assert there.tolist() == pytest.approx(back[::-1].tolist())
    assert (there[0], there[-1]) == (pytest.approx(120), pytest.approx(480))
    assert np.all(np.diff(there) > 0)
    assert itm.point_to_point(460, there, 350, 30, 10).loss_db > 100


def test_two_tiles_work_as_one(tile, tmp_path):
    north = tmp_path / "N13E109.hgt"
    np.full((1201, 1201), 7).astype(">i2").tofile(north)
    assert terrain.load([tile, north]).heights_at([12.5, 13.5], [109.5, 109.5]).tolist() == pytest.approx([600, 7])


def test_a_path_of_no_length_has_a_profile_of_equal_heights(tile):
    assert terrain.load([tile]).profile_m(12.5, 109.5, 12.5, 109.5, 3).tolist() == pytest.approx([600] * 3)
    with pytest.raises(ValueError, match="three"):
        terrain.great_circle(12, 109, 13, 109, 2)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("N12E109.hgt", b"\0" * 100, "size"),
        ("dem.hgt", b"\0" * (1201 * 1201 * 2), "name"),
        ("N95E109.hgt", b"\0" * (1201 * 1201 * 2), "name"),
        ("N12E109.hgt", b"\x7f\xff" * (1201 * 1201), "height"),
        ("a.asc", ASC.replace("ncols 3\n", "").encode(), "header"),
        ("a.asc", ASC.replace("0.5", "0").encode(), "header"),
        ("a.asc", ASC.replace("0.5", "many").encode(), "header"),
        ("a.asc", ASC.replace("0.5", "30").encode(), "header"),
        ("a.asc", ASC.replace("nrows 2", "nrows 3").encode(), "cells"),
        ("a.asc", ASC.replace("50", "high").encode(), "cells"),
        ("a.asc", ASC.replace("60", "99999").encode(), "height"),
        ("a.asc", b"", "header"),
        ("a.asc", b"color 3\n1 2 3\n", "header"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(terrain.TerrainError) as caught:
        terrain.load([path])
    assert caught.value.code == code
    assert name in str(caught.value)


def test_no_file_is_no_terrain():
    with pytest.raises(terrain.TerrainError):
        terrain.load([])
