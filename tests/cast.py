"""The people, agencies and places that tests speak of: the same few everywhere."""

import datetime as dt
from types import SimpleNamespace

from allauth.account.models import EmailAddress

from accounts import journal
from accounts.enums import AgencyKind, Subject
from accounts.models import Agency, Membership, User
from accounts.roles import PARTY_ROLES, Role
from common.text import fold
from licenses.models import Licensee, LicenseeMembership
from places.enums import UnitKind
from places.models import AdminUnit, Territory

SINCE = dt.date(2025, 7, 1)
PASSWORD = "mật khẩu để thử 2026"

# username: (full name, post, agency, role); the names are those of the demo
PEOPLE = {
    "inspector": ("Trần Thị Bình", "Chuyên viên", "SKHCN-KH", Role.INSPECTOR),
    "inspector2": ("Lê Văn Cường", "Kiểm soát viên", "TTTS-7", Role.INSPECTOR),
    "inspector_elsewhere": ("Y Thuần Niê", "Chuyên viên", "SKHCN-DL", Role.INSPECTOR),
    "culture": ("Phạm Thị Dung", "Chuyên viên", "SVHTT-KH", Role.INSPECTOR),
    "chief": ("Nguyễn Văn An", "Trưởng đoàn", "SKHCN-KH", Role.CHIEF),
    "officer": ("Hoàng Thị Em", "Chuyên viên", "SKHCN-KH", Role.OFFICER),
    "decider": ("Võ Văn Phúc", "Giám đốc", "SKHCN-KH", Role.DECIDER),
    "official": ("Đặng Thị Giang", "Phó Giám đốc", "SKHCN-KH", Role.OFFICIAL),
    "auditor": ("Bùi Văn Hải", "Kiểm toán viên", "SKHCN-KH", Role.AUDITOR),
    "legal": ("Đỗ Thị Khánh", "Pháp chế", "SKHCN-KH", Role.LEGAL),
    "admin": ("Ngô Văn Lâm", "Quản trị", "SKHCN-KH", Role.ADMINISTRATOR),
    "commune": ("Dương Thị Mai", "Chuyên viên", "UBND-P-NHATRANG", Role.OFFICER),
    # they serve in no agency: the agency is the one that keeps the licensee they act for
    "licensee": ("Lý Văn Nam", "Giám đốc", "SKHCN-KH", Role.LICENSEE),
    "preparer": ("Phùng Khánh Chi", "", "SKHCN-KH", Role.PREPARER),
    "visitor": ("Trịnh Thu Sương", "", "", Role.VISITOR),
}
AGENCIES = {
    "SKHCN-KH": (
        "Sở Khoa học và Công nghệ tỉnh Khánh Hòa",
        "Khánh Hòa Department of Science and Technology",
        AgencyKind.DEPARTMENT,
        [Subject.TELECOM, Subject.RADIO],
    ),
    "SVHTT-KH": (
        "Sở Văn hóa, Thể thao và Du lịch tỉnh Khánh Hòa",
        "Khánh Hòa Department of Culture, Sports and Tourism",
        AgencyKind.DEPARTMENT,
        [Subject.GAMES],
    ),
    "TTTS-7": (
        "Trung tâm Tần số vô tuyến điện khu vực VII",
        "Regional Radio Frequency Centre VII",
        AgencyKind.REGIONAL_CENTRE,
        [Subject.RADIO],
    ),
    "UBND-P-NHATRANG": (
        "Ủy ban nhân dân phường Nha Trang",
        "People's Committee of Nha Trang Ward",
        AgencyKind.COMMUNE,
        [Subject.GAMES],
    ),
    "SKHCN-DL": (
        "Sở Khoa học và Công nghệ tỉnh Đắk Lắk",
        "Đắk Lắk Department of Science and Technology",
        AgencyKind.DEPARTMENT,
        [Subject.TELECOM, Subject.RADIO],
    ),
}


def _unit(code: str, name: str, kind: UnitKind, division: str, parent: AdminUnit | None = None) -> AdminUnit:
    bare = fold(name)
    for prefix in ("tinh ", "phuong ", "xa "):
        bare = bare.removeprefix(prefix)
    unit, _made = AdminUnit.objects.get_or_create(
        code=code,
        valid_from=SINCE,
        defaults={
            "name": name,
            "name_folded": fold(name),
            "bare_name_folded": bare,
            "kind": kind,
            "division_type": division,
            "parent": parent,
        },
    )
    return unit


def make_units() -> SimpleNamespace:
    """Two provinces and three communes of today."""
    khanh_hoa = _unit("56", "Tỉnh Khánh Hòa", UnitKind.PROVINCE, "tỉnh")
    dak_lak = _unit("66", "Tỉnh Đắk Lắk", UnitKind.PROVINCE, "tỉnh")
    return SimpleNamespace(
        khanh_hoa=khanh_hoa,
        dak_lak=dak_lak,
        nha_trang=_unit("22366", "Phường Nha Trang", UnitKind.COMMUNE, "phường", khanh_hoa),
        bac_nha_trang=_unit("22333", "Phường Bắc Nha Trang", UnitKind.COMMUNE, "phường", khanh_hoa),
        buon_ma_thuot=_unit("24133", "Phường Buôn Ma Thuột", UnitKind.COMMUNE, "phường", dak_lak),
    )


def make_agencies(units: SimpleNamespace) -> SimpleNamespace:
    """The four agencies of the demo and one of the next province, with their territories."""
    made = {}
    for code, (name, name_en, kind, subjects) in AGENCIES.items():
        made[code], _new = Agency.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "name_en": name_en,
                "kind": kind,
                "subjects": [str(subject) for subject in subjects],
                "superior_name": "Ủy ban nhân dân tỉnh",
                "place_name": "Đắk Lắk" if code == "SKHCN-DL" else "Khánh Hòa",
            },
        )
    covered = {
        "SKHCN-KH": [units.khanh_hoa],
        "SVHTT-KH": [units.khanh_hoa],
        "TTTS-7": [units.khanh_hoa, units.dak_lak],
        "UBND-P-NHATRANG": [units.nha_trang],
        "SKHCN-DL": [units.dak_lak],
    }
    for code, places in covered.items():
        for unit in places:
            Territory.objects.get_or_create(agency=made[code], unit=unit, valid_from=SINCE)
    return SimpleNamespace(
        skhcn=made["SKHCN-KH"],
        svhtt=made["SVHTT-KH"],
        ttts7=made["TTTS-7"],
        commune=made["UBND-P-NHATRANG"],
        skhcn_dl=made["SKHCN-DL"],
        by_code=made,
    )


def make_person(username: str, agencies: SimpleNamespace) -> User:
    """One of PEOPLE, with the membership that gives the role."""
    full_name, post, agency, role = PEOPLE[username]
    user, new = User.objects.get_or_create(
        username=username, defaults={"full_name": full_name, "post": post, "email": f"{username}@example.vn"}
    )
    if new:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        if role in PARTY_ROLES:
            stand_for(make_holder(agencies.by_code[agency]), user, role)
        elif agency:
            Membership.objects.create(user=user, agency=agencies.by_code[agency], role=role, valid_from=SINCE)
    return user


def make_holder(agency: Agency) -> Licensee:
    """The licensee that `licensee` and `preparer` act for."""
    holder, new = Licensee.objects.get_or_create(
        name="Công ty TNHH Gió Biển", agency=agency,
        defaults={"name_folded": "cong ty tnhh gio bien", "kind": "organisation"},
    )  # fmt: skip
    if new:
        journal.record(None, "licensee.created", holder, after=journal.snapshot(holder), agency=agency)
    return holder


def stand_for(holder: Licensee, user: User, role: Role) -> LicenseeMembership:
    """Let a person act for a licensee, with a confirmed address."""
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return LicenseeMembership.objects.create(
        user=user, licensee=holder, role=role, basis="thử", given_by=user, valid_from=SINCE
    )
