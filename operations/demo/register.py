"""The invented register of the demo, entered through the same services as an officer's pages use."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Agency
from licenses.models import Establishment, Licensee, Station
from licenses.services import assignments, establishments, licensees, licenses, stations
from operations.demo.invented import (
    MARK,
    SCHOOL_NAMES,
    SCHOOLS,
    SHOPS,
    TRADES,
    VENUES,
    Dice,
    frequencies,
)
from places.land import metres_at_sea
from places.models import AdminUnit, ProtectedPlace

ESTABLISHMENTS = 420
SCHOOL_COUNT = 72
HOLDERS = 132
HOME = "56"
UNITS_SINCE = dt.date(2025, 7, 1)
PROVIDERS = ("VNPT", "Viettel", "FPT Telecom", "SCTV")


def is_land(lat: float, lon: float) -> bool:
    """Say whether a place is on land as far as the basemap shows."""
    return not metres_at_sea(lat, lon)


@dataclass(frozen=True)
class Built:
    """Who and where the story's main characters are."""

    agent: Establishment
    operator: Licensee


class Builder:
    """Enters schools, establishments, holders, stations, licenses and assignments. Running it again adds nothing."""

    def __init__(self, users: dict[str, Any], on: dt.date, tell: Callable[[str], None]) -> None:
        self.users, self.on, self.tell = users, on, tell
        self.dice = Dice()
        self.agency = Agency.objects.get(code="SKHCN-KH")
        self.centre = Agency.objects.get(code="TTTS-7")
        self.culture = Agency.objects.get(code="SVHTT-KH")
        communes = AdminUnit.objects.filter(parent__code=HOME, kind="commune", valid_until=None)
        self.communes: Sequence[AdminUnit] = list(
            communes.exclude(centre_lat=None).exclude(division_type="đặc khu").order_by("code")
        )

    def build(self) -> Built:
        """Build everything; return the two businesses of the story."""
        self.schools()
        agent = self.agent_of_the_story()
        operator = self.operator_of_the_story()
        for number in range(ESTABLISHMENTS - 1):
            self.establishment(number)
        self.tell(f"establishments: {Establishment.objects.count()}")
        for number in range(HOLDERS - 1):
            self.radio_holder(number)
        self.tell(f"dates applied: {licenses.apply_dates(on=self.on)}")
        return Built(agent, operator)

    def schools(self) -> None:
        """Enter schools; agents must keep their distance from them."""
        for number in range(SCHOOL_COUNT):
            name = self.dice.once(lambda: f"{self.dice.rng.choice(SCHOOLS)} {self.dice.rng.choice(SCHOOL_NAMES)}")
            spot = self.dice.spot(self.communes, is_land)
            ProtectedPlace.objects.get_or_create(
                source_key=f"demo-{number}",
                defaults={
                    "name": f"{name} {MARK}",
                    "kind": "lower_secondary_school",
                    "lat": spot.lat,
                    "lon": spot.lon,
                    "unit": spot.unit,
                    "source": "demo, hư cấu (invented)",
                    "checked_on": self.on,
                },
            )
        self.tell(f"schools: {ProtectedPlace.objects.count()}")

    def holder(self, name: str, kind: str, spot: Any, by: Any) -> Licensee:
        """Enter a right-holder."""
        scheme = {"organisation": "tax_code", "household": "household_code", "individual": "citizen_id"}[kind]
        person = self.dice.person()
        identifier = self.dice.citizen_id() if kind == "individual" else self.dice.tax_code()
        if kind == "household":
            identifier = f"56K8{identifier[2:9]}"
        return licensees.create(
            by=by,
            on=self.on,
            name=name,
            kind=kind,
            identifier_scheme=scheme,
            identifier=identifier,
            representative=person,
            representative_title="Giám đốc" if kind == "organisation" else "Chủ hộ",
            phone=f"0258 {self.dice.rng.randint(3000000, 3999999)}",
            address=self.dice.street(),
            unit=spot.unit,
        )

    def establishment(self, number: int) -> Establishment:
        """Enter one access point or game point; some stay unverified, some are closed, some open too long."""
        rng, officer = self.dice.rng, self.users["officer"]
        kind = rng.choices(
            ("internet_agent", "game_point", "venue_free", "venue_paid", "isp_point"), (52, 18, 16, 8, 6)
        )[0]
        label = rng.choice(VENUES) if kind.startswith("venue") else rng.choice(SHOPS)
        spot = self.dice.spot(self.communes, is_land)
        name = self.dice.once(lambda: f"{label} {self.dice.person().split()[-1]} {rng.randint(1, 99)} {MARK}")
        by = self.users["culture_officer"] if kind == "game_point" else officer
        owner = self.holder(f"Hộ kinh doanh {name}", rng.choice(("household", "household", "individual")), spot, by)
        games = kind == "game_point" or (kind == "internet_agent" and rng.random() < 0.45)
        made = establishments.declare(
            by=by,
            on=self.on,
            confirmed=True,
            licensee=owner,
            name=name,
            kind=kind,
            offers_games=games,
            games=["Trò chơi demo A", "Trò chơi demo B"] if games else [],
            address=self.dice.street(),
            unit=spot.unit,
            lat=spot.lat,
            lon=spot.lon,
            precision_m=15,
            position_origin="gps",
            opening_time=dt.time(8),
            closing_time=dt.time(22),
            computers=0 if kind.startswith("venue") else rng.randint(10, 60),
            room_area_m2=None if kind.startswith("venue") else rng.randint(28, 140),
            business_registration=f"DEMO-{number:05d}",
            valid_from=self.on - dt.timedelta(days=rng.randint(40, 420)),
            **self._line(kind, number),
        )
        chance = rng.random()
        # An entry whose contract with the provider has lapsed stays declared, as it would in an office.
        if chance < 0.82 and (made.isp_contract_until is None or made.isp_contract_until >= self.on):
            establishments.verify(made, by=by, on=self.on)
        if chance < 0.04:
            establishments.close(made, by=by, on=self.on, reason="Chủ cơ sở báo ngừng kinh doanh (demo)")
        return made

    def _line(self, kind: str, number: int) -> dict[str, Any]:
        if kind in {"venue_free", "isp_point"}:
            return {}
        rng = self.dice.rng
        return {
            "isp_name": rng.choice(PROVIDERS),
            "isp_contract_number": f"HĐ-DEMO/{number:05d}",
            "isp_contract_until": self.on + dt.timedelta(days=rng.randint(-60, 700)),
            "isp_line": f"FTTH-DEMO-{number:05d}",
        }

    def agent_of_the_story(self) -> Establishment:
        """Enter the Internet agent, offering games, that the story inspects."""
        ward = [unit for unit in self.communes if unit.name == "Phường Nha Trang"]
        spot = self.dice.spot(ward, is_land)
        officer = self.users["officer"]
        owner = self.holder(f"Hộ kinh doanh Hải Yến {MARK}", "household", spot, officer)
        made = establishments.declare(
            by=officer,
            on=self.on,
            confirmed=True,
            licensee=owner,
            name=f"Đại lý Internet Hải Yến {MARK}",
            kind="internet_agent",
            offers_games=True,
            games=["Trò chơi demo A", "Trò chơi demo B", "Trò chơi demo C"],
            address=f"12 đường Hải Âu {MARK}",
            unit=spot.unit,
            lat=spot.lat,
            lon=spot.lon,
            precision_m=8,
            position_origin="gps",
            opening_time=dt.time(8),
            closing_time=dt.time(22),
            computers=36,
            room_area_m2=64,
            isp_name="VNPT",
            isp_contract_number="HĐ-DEMO/00000",
            isp_contract_until=self.on + dt.timedelta(days=300),
            isp_line="FTTH-DEMO-00000",
            business_registration="DEMO-00000",
            valid_from=self.on - dt.timedelta(days=200),
        )
        establishments.verify(made, by=officer, on=self.on)
        return establishments.amend(made, by=officer, on=self.on, version=made.version, computers=40)

    def operator_of_the_story(self) -> Licensee:
        """Enter the land-mobile licensee (a private network, not an internal one) that the story inspects."""
        spot = self.dice.spot(
            [unit for unit in self.communes if unit.name == "Phường Ba Ngòi"] or self.communes, is_land
        )
        owner = self.holder(f"Công ty TNHH Vận tải Cam Ranh {MARK}", "organisation", spot, self.users["officer7"])
        self._network(owner, "land_mobile_private", spot, years_left=2.0, channels=3)
        return owner

    def radio_holder(self, number: int) -> None:
        """Enter one holder with a station, a license and its assignments; some expired, some with history."""
        rng = self.dice.rng
        label, kind = TRADES[number % len(TRADES)]
        spot = self.dice.spot(self.communes, is_land)
        name = self.dice.once(lambda: f"{label} {spot.unit.name.split(' ', 1)[1]} {rng.randint(1, 40)} {MARK}")
        owner = self.holder(name, "organisation", spot, self.users["officer7"])
        wanted = {"land_mobile": rng.choice(("land_mobile_private", "land_mobile_internal"))}.get(kind, kind)
        self._network(owner, wanted, spot, years_left=rng.uniform(-1.2, 4.0), number=number + 1)
        if number % 25 == 24:
            self.tell(f"radio holders: {number + 2}")

    def _network(
        self, owner: Licensee, kind: str, spot: Any, *, years_left: float, number: int = 0, channels: int | None = None
    ) -> None:
        by = self.users["officer7"]
        until = self.on + dt.timedelta(days=int(365 * years_left))
        since = until - dt.timedelta(days=365 * 5)
        # An expired license was entered while it was in force; the clock ends it (licenses.apply_dates).
        entered = min(self.on, max(until - dt.timedelta(days=1), UNITS_SINCE))
        station = self._station(owner, kind, spot, number=number, on=entered, since=since)
        granted = licenses.register(
            by=by,
            on=entered,
            number=f"{10_000 + number}/GP-DEMO",
            kind=kind,
            holder=owner,
            granting_authority="Cục Tần số vô tuyến điện",
            unit=spot.unit,
            valid_from=since,
            valid_until=until,
            source="demo, hư cấu (invented)",
        )
        drawn = frequencies("land_mobile" if kind.startswith("land_mobile") else kind, self.dice)
        plans = list({plan.tx_hz: plan for plan in drawn}.values())
        for plan in plans[:channels] if channels else plans:
            assignments.add(
                granted,
                by=by,
                on=entered,
                station=station,
                tx_hz=plan.tx_hz,
                rx_hz=plan.rx_hz,
                bandwidth_hz=plan.bandwidth_hz,
                power_w=plan.power_w,
                power_reference=plan.reference,
                tolerance_ppm=plan.tolerance_ppm,
                emissions=[plan.emission],
                in_force_from=since,
            )
        if number % 9 == 3 and years_left > 0:
            licenses.suspend(granted, by=self.users["decider7"], reason="Theo đề nghị của chủ giấy phép (demo)")

    def _station(self, owner: Licensee, kind: str, spot: Any, *, number: int, on: dt.date, since: dt.date) -> Station:
        rng, by = self.dice.rng, self.users["officer7"]
        return stations.create(
            by=by,
            on=on,
            confirmed=True,
            licensee=owner,
            name=f"Đài {owner.name}",
            call_sign=f"DEMO{number:03d}",
            station_class="FB" if kind.startswith("land_mobile") else "FX",
            site_name=f"Trạm {spot.unit.name} {MARK}",
            address=self.dice.street(),
            unit=spot.unit,
            lat=spot.lat,
            lon=spot.lon,
            antenna_model="DEMO-ANT",
            antenna_gain_dbi=round(rng.uniform(2, 9), 1),
            antenna_height_m=float(rng.randint(12, 60)),
            polarisation="V",
            feeder_loss_db=1.5,
            equipment_make="DEMO",
            equipment_model=f"D-{rng.randint(100, 999)}",
            equipment_serial=f"SN{number:05d}",
            mobiles_count=rng.randint(2, 60) if kind.startswith("land_mobile") else None,
            service_radius_km=float(rng.randint(5, 30)),
            valid_from=since,
        )
