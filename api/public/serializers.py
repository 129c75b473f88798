"""What the open door shows."""

from rest_framework import serializers


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
    replaces = serializers.CharField(allow_blank=True)
    signed_scan = serializers.BooleanField()
