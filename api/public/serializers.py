"""What the open door shows."""

from rest_framework import serializers


class PaperCheckSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Whether a paper stands; never who it is about."""

    state = serializers.ChoiceField(choices=["valid", "superseded", "annulled", "unknown"])
    form_code = serializers.CharField(allow_blank=True)
    number = serializers.CharField(allow_blank=True)
    issued_on = serializers.DateField(allow_null=True)
    agency = serializers.CharField(allow_blank=True)
    sha256 = serializers.CharField(allow_blank=True)
    demo = serializers.BooleanField()
