"""Our driver of the Irregular Terrain Model gives NTIA's published losses, over profiles and over rough country."""

import pytest

from radio.propagation import itm
from tests.radio import vectors

POINT_TO_POINT = vectors.rows("itm_p2p.csv")
AREA = vectors.rows("itm_area.csv")


def country(row):
    return itm.Country(
        climate=int(row["climate"]),
        refractivity=float(row["N_0"]),
        permittivity=float(row["epsilon"]),
        conductivity=float(row["sigma"]),
        vertical=row["pol"] == "1",
    )


def quantiles(row):
    return itm.Quantiles(float(row["time"]), float(row["location"]), float(row["situation"]), int(row["mdvar"]))


def profiles():
    lines = (vectors.DATA / "itm_pfls.csv").read_text(encoding="ascii").split()
    for line in lines:
        count, spacing, *heights = (float(value) for value in line.rstrip(",").split(","))
        assert len(heights) == count + 1
        yield spacing, heights


@pytest.mark.parametrize(("row", "profile"), list(zip(POINT_TO_POINT, profiles(), strict=True)))
def test_every_published_point_to_point_loss_is_met_to_the_printed_decimals(row, profile):
    found = itm.point_to_point(
        float(row["f__mhz"]), profile[1], profile[0], float(row["h_tx__meter"]), float(row["h_rx__meter"]),
        country=country(row), quantiles=quantiles(row),
    )  # fmt: skip
    assert f"{found.loss_db:.2f}" == row["A__db"]


@pytest.mark.parametrize("row", AREA)
def test_every_published_area_loss_is_met_to_the_printed_decimal(row):
    found = itm.area(
        float(row["f__mhz"]), float(row["d__km"]), float(row["delta_h__meter"]), float(row["h_tx__meter"]),
        float(row["h_rx__meter"]), siting=(int(row["tx_siting_criteria"]), int(row["rx_siting_criteria"])),
        country=country(row), quantiles=quantiles(row),
    )  # fmt: skip
    assert f"{found.loss_db:.1f}" == row["A__db"]


def test_a_flat_profile_does_not_mind_which_end_transmits():
    there = itm.point_to_point(460, [10.0] * 101, 100, 30, 10)
    back = itm.point_to_point(460, [10.0] * 101, 100, 10, 30)
    assert there.loss_db == pytest.approx(back.loss_db, abs=0.01)


def test_a_hill_in_the_way_costs_field():
    flat, hill = [10.0] * 101, [10.0] * 50 + [300.0] + [10.0] * 50
    over = itm.point_to_point(460, hill, 100, 30, 10)
    assert over.loss_db > itm.point_to_point(460, flat, 100, 30, 10).loss_db + 10


def test_a_clear_path_carries_the_field_of_free_space():
    short = itm.point_to_point(460, [0.0] * 11, 100, 100, 100)
    assert float(itm.field_dbuv_m(short, 30, 460)) == pytest.approx(106.9, abs=1)


def test_a_path_outside_the_programs_range_is_marked():
    assert not itm.point_to_point(460, [0.0] * 101, 200, 30, 10).review
    assert itm.point_to_point(460, [0.0] * 6, 100, 30, 10).review


@pytest.mark.parametrize(
    "call",
    [
        lambda: itm.point_to_point(460, [1.0, 2.0], 100, 30, 10),
        lambda: itm.point_to_point(460, [1.0, float("nan"), 2.0], 100, 30, 10),
        lambda: itm.point_to_point(460, [1.0] * 5, 100, -3, 10),
        lambda: itm.area(460, 0, 10, 30, 10),
        lambda: itm.area(460, 5, 10, 30, 10, quantiles=itm.Quantiles(time=100)),
    ],
)
def test_impossible_inputs_are_refused(call):
    with pytest.raises(ValueError):
        call()
