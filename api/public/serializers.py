"""What the open door shows."""

from rest_framework import serializers

from api.public.license_rows import LIMITS
from licenses.enums import LICENSE_PUBLISHED, LicenseeKind, LicenseKind


class PaperCheckSerializer(serializers.Serializer):
    """Whether a paper stands; never who it is about."""

    state = serializers.ChoiceField(choices=["valid", "superseded", "annulled", "unknown"])
    title_vi = serializers.CharField(allow_blank=True)
    title_en = serializers.CharField(allow_blank=True)
    number = serializers.CharField(allow_blank=True)
    issued_on = serializers.DateField(allow_null=True)
    agency_vi = serializers.CharField(allow_blank=True)
    agency_en = serializers.CharField(allow_blank=True)
    pages = serializers.IntegerField()
    demo = serializers.BooleanField()
    replaced_by = serializers.CharField(allow_blank=True)
    signed_scan = serializers.BooleanField()


class LicenseQuerySerializer(serializers.Serializer):
    """What the list of licenses may be asked."""

    q = serializers.CharField(required=False, max_length=200, help_text="Words of the number or the holder's name.")
    number = serializers.CharField(required=False, max_length=80)
    kind = serializers.ChoiceField(LicenseKind.choices, required=False)
    status = serializers.ChoiceField([(state.value, state.label) for state in LICENSE_PUBLISHED], required=False)
    unit = serializers.CharField(required=False, max_length=20, help_text="Code of a commune or province.")
    limit = serializers.ChoiceField([(size, size) for size in LIMITS], required=False, default=50)
    count = serializers.BooleanField(required=False, default=False, help_text="Also count, up to 10,000.")
    after = serializers.CharField(required=False, max_length=400, help_text="The cursor in `next` of a page before.")


class LicenseRowSerializer(serializers.Serializer):
    """One license of the public register. `holder` is null for individuals: a name is personal data."""

    id = serializers.CharField(min_length=32, max_length=32)
    number = serializers.CharField()
    kind = serializers.ChoiceField(LicenseKind.choices)
    status = serializers.ChoiceField([(state.value, state.label) for state in LICENSE_PUBLISHED])
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
    count = serializers.IntegerField(required=False)
    count_capped = serializers.BooleanField(required=False, help_text="More than `count` match.")
