"""What the register's API may be asked, and what it answers, field by field."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from api.public.license_rows import LIMITS
from common.clock import today
from issuing.enums import PaperStatus
from licenses.enums import (
    LICENSE_PUBLISHED,
    EstablishmentKind,
    LicenseeKind,
    LicenseKind,
    PowerReference,
)
from licenses.queries.public import agents
from licenses.queries.public.conditions import HIGHEST_HZ
from places.enums import UnitKind

EARLIEST = dt.date(1900, 1, 1)
LICENSE_STATES = [(state.value, state.label) for state in LICENSE_PUBLISHED]
ESTABLISHMENT_STATES = [(state.value, state.label) for state in agents.PUBLISHED]
PAPER_STATES = [(state.value, state.label) for state in PaperStatus]


def _day(name: str, value: dt.date | None) -> None:
    if value is not None and not EARLIEST <= value <= today():
        said = _("The register cannot tell the future: choose today or an earlier day.")
        raise serializers.ValidationError({name: said if value > today() else _("Choose a day from 1900 on.")})


class OneOf(serializers.ChoiceField):
    """A choice that, refused, names what may be chosen."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the value chosen; ValidationError lists the choices."""
        if str(data) not in self.choice_strings_to_values:
            known = ", ".join(map(str, self.choices))
            said = _("“%(value)s” is not one of: %(choices)s.") % {"value": data, "choices": known}
            raise serializers.ValidationError(said)
        return super().to_internal_value(data)


class NothingSerializer(serializers.Serializer):
    """For addresses that take no parameter."""


class PageQuerySerializer(serializers.Serializer):
    """How a list is read in pages."""

    limit = OneOf([(size, size) for size in LIMITS], required=False, default=50)
    after = serializers.CharField(required=False, max_length=400, help_text="The cursor in `next` of a page before.")


class LicenseQuerySerializer(PageQuerySerializer):
    """What the list of licenses may be asked; everything given narrows it."""

    q = serializers.CharField(
        required=False,
        max_length=200,
        help_text="Words of the number or of a holder's public name, diacritics aside; the names of individuals are "
        "held back and find nothing.",
    )
    number = serializers.CharField(required=False, max_length=80)
    call_sign = serializers.CharField(required=False, max_length=40)
    kind = OneOf(LicenseKind.choices, required=False)
    status = OneOf(LICENSE_STATES, required=False)
    unit = serializers.CharField(required=False, max_length=20, help_text="Code of a commune or province.")
    from_hz = serializers.IntegerField(
        required=False, min_value=1, max_value=HIGHEST_HZ, help_text="A frequency, or where a range of them begins."
    )
    to_hz = serializers.IntegerField(
        required=False, min_value=1, max_value=HIGHEST_HZ, help_text="Where the range ends; not below `from_hz`."
    )
    lat = serializers.FloatField(required=False, min_value=-90, max_value=90, help_text="With `lon`: around a place.")
    lon = serializers.FloatField(required=False, min_value=-180, max_value=180)
    radius_km = serializers.FloatField(
        required=False, max_value=200, help_text="More than 0 and at most 200; 10 if left out. Needs `lat` and `lon`."
    )
    on = serializers.DateField(required=False, help_text="Held on that day, whatever became of it since.")
    count = serializers.BooleanField(required=False, default=False, help_text="Also count, up to 10,000.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse ranges that are none, half a position, a radius around nothing, and the future."""
        low, high = attrs.get("from_hz"), attrs.get("to_hz")
        if high is not None and low is None:
            raise serializers.ValidationError({"from_hz": _("Say where the range begins.")})
        if high is not None and low is not None and high < low:
            raise serializers.ValidationError({"to_hz": _("The range ends below where it begins.")})
        if ("lat" in attrs) != ("lon" in attrs):
            missing = "lon" if "lat" in attrs else "lat"
            raise serializers.ValidationError({missing: _("A position needs latitude and longitude.")})
        if "radius_km" in attrs and not attrs["radius_km"] > 0:
            raise serializers.ValidationError({"radius_km": _("The radius is more than 0 and at most 200 km.")})
        if "radius_km" in attrs and "lat" not in attrs:
            raise serializers.ValidationError({"lat": _("Say around which place, or leave out the radius.")})
        _day("on", attrs.get("on"))
        return attrs


class AsOfSerializer(serializers.Serializer):
    """The day on which a license is looked at."""

    as_of = serializers.DateField(required=False, help_text="Today if left out; not in the future.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse the future."""
        _day("as_of", attrs.get("as_of"))
        return attrs


class AssignmentQuerySerializer(PageQuerySerializer, AsOfSerializer):
    """What the frequencies of a license may be asked."""


class LicenseRowSerializer(serializers.Serializer):
    """One license of the public register. `holder` is null for individuals: a name is personal data."""

    id = serializers.CharField(min_length=32, max_length=32)
    number = serializers.CharField()
    kind = serializers.ChoiceField(LicenseKind.choices)
    status = serializers.ChoiceField(LICENSE_STATES)
    holder = serializers.CharField(allow_null=True)
    holder_kind = serializers.ChoiceField(LicenseeKind.choices)
    granting_authority = serializers.CharField(allow_blank=True)
    valid_from = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    unit_code = serializers.CharField(allow_null=True)
    unit = serializers.CharField(allow_null=True)


class LicensePageSerializer(serializers.Serializer):
    """A page of licenses in the order of their numbers."""

    results = LicenseRowSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Address of the next page.")
    count = serializers.IntegerField(
        required=False, allow_null=True, help_text="Null where counting would mean to read the whole register."
    )
    count_capped = serializers.BooleanField(required=False, help_text="More than `count` match.")


class PaperOfLicenseSerializer(serializers.Serializer):
    """A paper issued about a license; its check code stands on the paper only."""

    number = serializers.CharField()
    title_vi = serializers.CharField()
    title_en = serializers.CharField(allow_blank=True)
    issued_on = serializers.DateField()
    status = serializers.ChoiceField(PAPER_STATES)


class LicenseSerializer(LicenseRowSerializer):
    """A license as it stood on a day."""

    as_of = serializers.DateField()
    standing = serializers.ChoiceField(
        ["not_yet", "in_force", "suspended", "ended", "unknown"], help_text="How it stood in law on the day `as_of`."
    )
    in_register_since = serializers.DateField(
        help_text="Before this day the register did not hold the record; the values are then the first ones entered."
    )
    conditions = serializers.CharField(allow_blank=True)
    held_back = serializers.ListField(child=serializers.CharField(), help_text="What is not published of the holder.")
    replaces = serializers.CharField(allow_null=True)
    replaced_by = serializers.ListField(child=serializers.CharField())
    papers = PaperOfLicenseSerializer(many=True)


class LicensesOfNumberSerializer(serializers.Serializer):
    """The licenses that bear a number; each authority numbers for itself, so there may be several."""

    results = LicenseSerializer(many=True)


class AssignmentSerializer(serializers.Serializer):
    """One frequency assigned to a station."""

    id = serializers.CharField(min_length=32, max_length=32)
    tx_hz = serializers.IntegerField()
    tx_upper_hz = serializers.IntegerField(allow_null=True)
    rx_hz = serializers.IntegerField(allow_null=True)
    emissions = serializers.ListField(child=serializers.CharField())
    power_w = serializers.FloatField(allow_null=True)
    power_reference = serializers.ChoiceField(PowerReference.choices, allow_blank=True)
    call_sign = serializers.CharField(allow_blank=True)
    station = serializers.CharField(allow_null=True, help_text="Null where it is held back.")
    unit_code = serializers.CharField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    lon = serializers.FloatField(allow_null=True)
    position = serializers.ChoiceField(
        ["exact", "unit"], help_text="unit: the middle of the commune, the exact position being held back."
    )
    in_force_from = serializers.DateField(allow_null=True)
    in_force_until = serializers.DateField(allow_null=True)


class AssignmentPageSerializer(serializers.Serializer):
    """A page of assignments in the order of their frequencies."""

    results = AssignmentSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class EstablishmentQuerySerializer(PageQuerySerializer):
    """What the list of establishments may be asked."""

    q = serializers.CharField(required=False, max_length=200)
    unit = serializers.CharField(required=False, max_length=20, help_text="Code of a commune or province.")
    kind = OneOf(EstablishmentKind.choices, required=False)


class EstablishmentSerializer(serializers.Serializer):
    """A place of public Internet access or a game point; `keeper` is null where it is held back."""

    id = serializers.CharField(min_length=32, max_length=32)
    name = serializers.CharField()
    kind = serializers.ChoiceField(EstablishmentKind.choices)
    status = serializers.ChoiceField(ESTABLISHMENT_STATES)
    offers_games = serializers.BooleanField()
    keeper = serializers.CharField(allow_null=True)
    keeper_kind = serializers.ChoiceField(LicenseeKind.choices)
    address = serializers.CharField(allow_blank=True)
    unit_code = serializers.CharField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    lon = serializers.FloatField(allow_null=True)
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True)


class EstablishmentPageSerializer(serializers.Serializer):
    """A page of establishments in the order of their names."""

    results = EstablishmentSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class UnitQuerySerializer(serializers.Serializer):
    """Which administrative units are asked for."""

    level = OneOf(UnitKind.choices, required=False)
    parent = serializers.CharField(required=False, max_length=20, help_text="Code of the province.")  # type: ignore[assignment]
    on = serializers.DateField(required=False, help_text="In force on that day; today if left out.")


class UnitSerializer(serializers.Serializer):
    """An administrative unit."""

    code = serializers.CharField(allow_blank=True)
    name = serializers.CharField()
    level = serializers.ChoiceField(UnitKind.choices)
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    valid_from = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)


class UnitListSerializer(serializers.Serializer):
    """All units asked for; at most a few thousand."""

    results = UnitSerializer(many=True)


class KindSerializer(serializers.Serializer):
    """A kind of license, or of place, by its code and its words."""

    of = serializers.ChoiceField(["license", "establishment"])
    code = serializers.CharField()
    label_vi = serializers.CharField()
    label_en = serializers.CharField()


class KindListSerializer(serializers.Serializer):
    """All kinds."""

    results = KindSerializer(many=True)


class ProblemFieldSerializer(serializers.Serializer):
    """What is wrong with one parameter."""

    field = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """An error as problem details (RFC 9457), sent as application/problem+json."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = ProblemFieldSerializer(many=True)  # type: ignore[assignment]
