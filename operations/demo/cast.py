"""The people and agencies of the demo. People are invented; the agencies are called as their kind is in Viet Nam."""

import datetime as dt
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.models import Agency, Membership, User
from accounts.roles import Role
from places.models import AdminUnit, Territory

SINCE = dt.date(2025, 7, 1)
PASSWORD = "demo-wavewarden"


@dataclass(frozen=True)
class Body:
    """One agency of the demo."""

    code: str
    name: str
    name_en: str
    kind: str
    superior: str
    place: str
    subjects: tuple[str, ...]
    territory: tuple[str, ...]
    address: str


BODIES = (
    Body(
        "SKHCN-KH",
        "Sở Khoa học và Công nghệ tỉnh Khánh Hòa",
        "Khánh Hòa Department of Science and Technology",
        "department",
        "UBND tỉnh Khánh Hòa",
        "Khánh Hòa",
        ("telecom", "radio"),
        ("56",),
        "Địa chỉ demo (hư cấu), phường Nha Trang, tỉnh Khánh Hòa",
    ),
    Body(
        "SVHTT-KH",
        "Sở Văn hóa, Thể thao và Du lịch tỉnh Khánh Hòa",
        "Khánh Hòa Department of Culture, Sports and Tourism",
        "department",
        "UBND tỉnh Khánh Hòa",
        "Khánh Hòa",
        ("games",),
        ("56",),
        "Địa chỉ demo (hư cấu), phường Nha Trang, tỉnh Khánh Hòa",
    ),
    Body(
        "TTTS-7",
        "Trung tâm Tần số vô tuyến điện khu vực VII",
        "Regional Radio Frequency Centre VII",
        "regional_centre",
        "Cục Tần số vô tuyến điện",
        "Khánh Hòa",
        ("radio",),
        ("56", "66", "68"),
        "Địa chỉ demo (hư cấu), phường Nam Nha Trang, tỉnh Khánh Hòa",
    ),
    Body(
        "UBND-P-NHATRANG",
        "Ủy ban nhân dân phường Nha Trang",
        "People's Committee of Nha Trang Ward",
        "commune",
        "Tỉnh Khánh Hòa",
        "Nha Trang",
        ("games",),
        (),
        "Địa chỉ demo (hư cấu), phường Nha Trang, tỉnh Khánh Hòa",
    ),
)


@dataclass(frozen=True)
class Person:
    """One demo login."""

    username: str
    full_name: str
    post: str
    agency: str
    role: Role
    does: str


PEOPLE = (
    Person("inspector", "Trần Minh Khoa", "Chuyên viên", "SKHCN-KH", Role.INSPECTOR, "visits"),
    Person("inspector_b", "Nguyễn Thu Hà", "Chuyên viên", "SKHCN-KH", Role.INSPECTOR, "second member of the team"),
    Person("inspector2", "Lê Quốc Bảo", "Kiểm soát viên tần số", "TTTS-7", Role.INSPECTOR, "radio checks"),
    Person("chief", "Phạm Thị Lan", "Trưởng phòng", "SKHCN-KH", Role.CHIEF, "plans, assigns, reviews sealed visits"),
    Person("officer", "Võ Hoàng Nam", "Chuyên viên cấp phép", "SKHCN-KH", Role.OFFICER, "register, imports"),
    Person("officer7", "Đỗ Thanh Tâm", "Chuyên viên cấp phép", "TTTS-7", Role.OFFICER, "radio register, imports"),
    Person("decider", "Huỳnh Văn Đức", "Giám đốc", "SKHCN-KH", Role.DECIDER, "signs and answers for it"),
    Person("official", "Bùi Ngọc Anh", "Phó Giám đốc", "SKHCN-KH", Role.OFFICIAL, "overview, map, figures"),
    Person(
        "auditor",
        "Ngô Đình Phúc",
        "Kiểm toán viên nội bộ",
        "SKHCN-KH",
        Role.AUDITOR,
        "reads everything",
    ),
    Person("legal", "Đặng Thị Mai", "Chuyên viên pháp chế", "SKHCN-KH", Role.LEGAL, "verifies rules"),
    Person("admin", "Hồ Sỹ Hùng", "Quản trị hệ thống", "SKHCN-KH", Role.ADMINISTRATOR, "users, rulebook"),
    Person("culture", "Phan Thị Yến", "Chuyên viên", "SVHTT-KH", Role.INSPECTOR, "game points; receives referrals"),
    Person("culture_chief", "Mai Xuân Trường", "Trưởng phòng", "SVHTT-KH", Role.CHIEF, "plans game-point checks"),
    Person("culture_officer", "Tạ Minh Châu", "Chuyên viên", "SVHTT-KH", Role.OFFICER, "register of game points"),
    Person("decider7", "Cao Hữu Thọ", "Giám đốc", "TTTS-7", Role.DECIDER, "decides on radio licenses"),
    Person("chief7", "Lâm Quốc Việt", "Trưởng phòng", "TTTS-7", Role.CHIEF, "plans radio checks"),
    Person("commune", "Trương Văn Lộc", "Công chức văn hóa - xã hội", "UBND-P-NHATRANG", Role.OFFICER, "certificates"),
    Person("commune_chair", "Lê Thị Hồng", "Chủ tịch", "UBND-P-NHATRANG", Role.DECIDER, "signs certificates"),
)

# They sign up themselves and serve in no agency; operations/demo/portal.py says for whom they act.
LICENSEES = (
    ("licensee", "Lý Gia Hân", "Giám đốc"),
    ("preparer", "Phùng Khánh Chi", "Nhân viên dịch vụ hồ sơ"),
    ("licensee2", "Quách Văn Sơn", "Chủ cơ sở"),
)


def assemble_bodies() -> None:
    """Make the agencies, which the rulebook's authorities name; again changes nothing."""
    for body in BODIES:
        Agency.objects.get_or_create(
            code=body.code,
            defaults={
                "name": body.name,
                "name_en": body.name_en,
                "kind": body.kind,
                "superior_name": body.superior,
                "place_name": body.place,
                "subjects": list(body.subjects),
                "address": body.address,
            },
        )


def assemble() -> dict[str, User]:
    """Make territories, users and memberships; again changes nothing. Return the users by name."""
    for body in BODIES:
        agency = Agency.objects.get(code=body.code)
        for unit in AdminUnit.objects.filter(code__in=body.territory, kind="province", valid_until=None):
            Territory.objects.get_or_create(agency=agency, unit=unit, defaults={"valid_from": SINCE})
    ward = AdminUnit.objects.get(name="Phường Nha Trang", valid_until=None)
    Territory.objects.get_or_create(
        agency=Agency.objects.get(code="UBND-P-NHATRANG"), unit=ward, defaults={"valid_from": SINCE}
    )
    signed_up = {username: portal_user(username, name, post) for username, name, post in LICENSEES}
    return {person.username: _hire(person) for person in PEOPLE} | signed_up


def portal_user(username: str, full_name: str, post: str) -> User:
    """Return an account of the licensees' own pages, its address confirmed; again changes nothing."""
    user, made = User.objects.get_or_create(
        username=username, defaults={"full_name": full_name, "post": post, "email": f"{username}@demo.invalid"}
    )
    if made:
        user.password = make_password(PASSWORD)
        user.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user


def _hire(person: Person) -> User:
    user, made = User.objects.get_or_create(
        username=person.username,
        defaults={
            "full_name": person.full_name,
            "post": person.post,
            "email": f"{person.username.replace('_', '-')}@demo.invalid",
            "is_staff": person.role is Role.ADMINISTRATOR,
        },
    )
    if made:
        user.password = make_password(PASSWORD)
        user.save(update_fields=["password"])
    Membership.objects.get_or_create(
        user=user, agency=Agency.objects.get(code=person.agency), role=person.role.value, defaults={"valid_from": SINCE}
    )
    return user
