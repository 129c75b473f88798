"""Invented but lifelike names, addresses and networks. Nobody and nothing here exists; the seed makes them repeat."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

SEED = 20261122
FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Phan",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Đoàn",
)
MIDDLE = ("Văn", "Thị", "Minh", "Ngọc", "Quốc", "Thanh", "Hoàng", "Thu", "Đức", "Kim", "Gia", "Hữu", "Xuân", "Bảo")
GIVEN = (
    "An",
    "Bình",
    "Châu",
    "Dũng",
    "Đạt",
    "Giang",
    "Hà",
    "Hạnh",
    "Hải",
    "Hiếu",
    "Hương",
    "Khánh",
    "Lan",
    "Linh",
    "Long",
    "Mai",
    "Nam",
    "Nga",
    "Phong",
    "Phương",
    "Quang",
    "Sơn",
    "Tâm",
    "Thảo",
    "Thắng",
    "Trang",
    "Trung",
    "Tuấn",
    "Vy",
    "Yến",
)
STREETS = (
    "Hải Âu",
    "Sao Biển",
    "Rặng Dừa",
    "Cánh Buồm",
    "Bãi Cát",
    "San Hô",
    "Ngọc Trai",
    "Hoa Muống Biển",
    "Gió Nồm",
    "Làng Chài",
    "Đồi Xanh",
    "Suối Trong",
    "Cầu Gỗ",
    "Chợ Mới",
    "Bến Cá",
    "Ruộng Muối",
    "Vườn Xoài",
    "Tre Làng",
)
SHOPS = ("Net", "Internet", "Cyber", "Gaming", "Game Center", "Tin học")
VENUES = ("Cà phê", "Khách sạn", "Nhà nghỉ", "Trà sữa", "Nhà hàng")
SCHOOLS = ("Trường Tiểu học", "Trường THCS", "Trường THPT", "Trường Phổ thông liên cấp", "Trung tâm GDTX")
SCHOOL_NAMES = ("Hướng Dương", "Ban Mai", "Bình Minh", "Cánh Diều", "Hoa Phượng", "Sao Mai", "Ánh Dương", "Đồng Xanh")
TRADES = (
    ("Công ty TNHH Vận tải", "land_mobile"),
    ("Công ty CP Taxi", "land_mobile"),
    ("Công ty TNHH Bảo vệ", "land_mobile"),
    ("Công ty CP Khai thác cảng", "land_mobile"),
    ("Khu nghỉ dưỡng", "land_mobile"),
    ("Công ty CP Viễn thông", "fixed_link"),
    ("Công ty TNHH Hạ tầng mạng", "fixed_link"),
    ("Đài phát thanh - truyền hình", "broadcasting"),
    ("Ban Văn hóa - Truyền thanh", "wireless_public_address"),
    ("Công ty TNHH Thủy sản", "coast_for_fishing"),
    ("Công ty CP Vận tải biển", "ship"),
)
MARK = "(hư cấu)"


@dataclass
class Plan:
    """One frequency of an invented station: hertz, hertz of bandwidth, emission, watts, and what the watts refer to."""

    tx_hz: int
    rx_hz: int | None
    bandwidth_hz: int
    emission: str
    power_w: float
    reference: str
    tx_upper_hz: int | None = None
    tolerance_ppm: float | None = None


@dataclass
class Spot:
    """A position close to the approximate centre of a commune."""

    unit: Any
    lat: float
    lon: float


@dataclass
class Dice:
    """Chance that repeats, and names used once."""

    rng: random.Random = field(default_factory=lambda: random.Random(SEED))
    used: set[str] = field(default_factory=set)

    def person(self) -> str:
        """Return an invented person's name."""
        return f"{self.rng.choice(FAMILY)} {self.rng.choice(MIDDLE)} {self.rng.choice(GIVEN)}"

    def once(self, make: Any) -> str:
        """Return a name that was not used before."""
        for _attempt in range(500):
            name: str = make()
            if name not in self.used:
                self.used.add(name)
                return name
        number = len(self.used)
        self.used.add(f"{name} {number}")
        return f"{name} {number}"

    def street(self) -> str:
        """Return an invented street address."""
        return f"{self.rng.randint(1, 280)} đường {self.rng.choice(STREETS)} {MARK}"

    def spot(self, units: Sequence[Any], on_land: Any) -> Spot:
        """Return a place on land within about 2 km of a commune's centre."""
        for _attempt in range(200):
            unit = self.rng.choice(units)
            lat = round(unit.centre_lat + self.rng.gauss(0, 0.008), 6)
            lon = round(unit.centre_lon + self.rng.gauss(0, 0.008), 6)
            if on_land(lat, lon):
                return Spot(unit, lat, lon)
        raise RuntimeError("no place on land found near the communes given")

    def tax_code(self) -> str:
        """Return a ten-digit tax code whose check digit is right; the leading 99 marks it as invented."""
        weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
        while True:
            digits = [9, 9, *(self.rng.randint(0, 9) for _ in range(7))]
            check = 10 - sum(weight * digit for weight, digit in zip(weights, digits, strict=True)) % 11
            code = "".join(map(str, [*digits, check]))
            if 0 <= check <= 9 and code not in self.used:
                self.used.add(code)
                return code

    def citizen_id(self) -> str:
        """Return a twelve-digit number that begins with 999, which no province uses."""
        return f"999{self.rng.randint(0, 10**9 - 1):09d}"


def frequencies(kind: str, dice: Dice) -> Iterator[Plan]:
    """Yield believable frequencies of one station of that kind (no official channel plan was seen: demo data)."""
    rng = dice.rng
    if kind == "land_mobile":
        base = rng.choice((146_000_000, 150_000_000, 157_000_000, 440_000_000, 450_000_000))
        shift = 5_000_000 if base > 400_000_000 else 0
        for _ in range(rng.randint(3, 7)):
            tx = base + rng.randint(0, 240) * 12_500
            yield Plan(
                tx,
                tx - shift if shift else tx,
                11_000,
                "11K0F3E",
                float(rng.choice((5, 10, 25, 45))),
                "transmitter",
                tolerance_ppm=2.5,
            )
    elif kind == "fixed_link":
        for _ in range(rng.randint(4, 8)):
            tx = 7_128_000_000 + rng.randint(0, 10) * 28_000_000
            yield Plan(
                tx,
                tx + 154_000_000,
                28_000_000,
                "28M0D7W",
                round(rng.uniform(0.2, 1.0), 2),
                "transmitter",
                tolerance_ppm=15.0,
            )
    elif kind == "broadcasting":
        tx = 88_000_000 + rng.randint(0, 195) * 100_000
        yield Plan(
            tx, None, 256_000, "256KF8E", float(rng.choice((500, 1000, 5000))), "transmitter", tolerance_ppm=20.0
        )
    elif kind == "wireless_public_address":
        tx = 54_000_000 + rng.randint(0, 139) * 100_000
        yield Plan(tx, None, 180_000, "180KF3E", float(rng.choice((30, 50))), "transmitter", tolerance_ppm=20.0)
    elif kind == "coast_for_fishing":
        for _ in range(rng.randint(2, 4)):
            tx = 7_900_000 + rng.randint(0, 60) * 3_000
            yield Plan(tx, tx, 2_800, "2K80J3E", 100.0, "transmitter", tolerance_ppm=5.0)
    else:
        for channel in rng.sample((156_050_000, 156_300_000, 156_375_000, 156_400_000, 156_800_000), 4):
            yield Plan(channel, channel, 16_000, "16K0F3E", 25.0, "transmitter", tolerance_ppm=10.0)
