"""The rules of data quality over the real register of 2015: the same links as one by one, and the known dirt named."""

import pytest

from common.geo import bearing_deg, distance_m
from licenses.models import FrequencyAssignment, License, QualityFinding
from licenses.services.quality import rules
from licenses.services.quality.run import run
from tests.licenses.imports.conftest import TODAY
from tests.licenses.imports.test_fcc_register import ROWS, file_of

pytestmark = pytest.mark.django_db


def links_one_by_one():
    """The links whose stated length or azimuth does not fit their positions, reckoned one by one by geodesics."""
    lengths, azimuths = set(), set()
    held = FrequencyAssignment.objects.filter(license__status__in=rules.IN_FORCE, rx_station__isnull=False)
    for link in held.select_related("station", "rx_station"):
        ends = (link.station.lat, link.station.lon, link.rx_station.lat, link.rx_station.lon)
        if None in ends:
            continue
        away = distance_m(*ends) / 1000
        if link.path_length_km is not None:
            allowed = max(rules.PATH_KM, rules.PATH_SHARE * max(away, link.path_length_km))
            if abs(away - link.path_length_km) > allowed:
                lengths.add(link.pk)
        stated = link.station.antenna_azimuth_deg
        if stated is not None and away > 0.05:
            apart = abs((stated - bearing_deg(*ends) + 180) % 360 - 180)
            if apart > rules.AZIMUTH_DEG:
                azimuths.add((link.pk, round(apart, 1)))
    return lengths, azimuths


def test_the_links_of_the_real_register_are_judged_as_one_by_one(load, agencies):
    # every fifteenth row, and the whole of a license that is past its term and whose path is 13.863 km on paper
    sample = [row for index, row in enumerate(ROWS) if index % 15 == 0 or row["call_sign"] == "KIR77"]
    load(file_of(*sample), agency=agencies.ttts7, code="fcc-uls")
    told = run(on=TODAY, batch=1_000)
    lengths, azimuths = links_one_by_one()

    def found(rule):
        return set(QualityFinding.objects.filter(rule=rule).values_list("target_id", flat=True))

    assert lengths
    assert found("path_length") == lengths
    # a sphere stands for the ellipsoid: only links within 0.3° of the limit may be judged otherwise
    clear = {key for key, apart in azimuths if apart > rules.AZIMUTH_DEG + 0.3}
    assert clear <= found("azimuth")
    assert len(found("azimuth") ^ {key for key, _apart in azimuths}) <= 5
    # the register states its own path lengths well: so few that each can be looked at
    assert len(lengths) < 0.02 * FrequencyAssignment.objects.count()
    overdue = License.objects.filter(status__in=rules.IN_FORCE, valid_until__lt=TODAY)
    assert found("expired_active") == set(overdue.values_list("pk", flat=True))
    assert told["rows"] > 2_000
    assert run(on=TODAY)["new"] == 0
