"""What the tablet's door takes and answers, for the OpenAPI document and for reading what is small and fixed.

Operations themselves are read by fieldwork.services.reading: what cannot be read is kept, not refused.
"""

from rest_framework import serializers

from fieldwork.enums import FileState, Outcome, Role
from fieldwork.services import openings, operations
from fieldwork.services.operations import MOST

STATUSES = [*Outcome.values, "already", "retry"]


class EnrolSerializer(serializers.Serializer):
    """The code of an invitation."""

    code = serializers.CharField(max_length=40)
    platform = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class EnrolledSerializer(serializers.Serializer):
    """The token, in this answer only."""

    tablet = serializers.UUIDField()
    name = serializers.CharField()
    agency = serializers.CharField()
    token = serializers.CharField()
    protocol = serializers.IntegerField()
    recovery_key = serializers.CharField(help_text="Public key for emergency exports: P-256, raw, base64.")


class ReturnedSerializer(serializers.Serializer):
    """A visit that the chief has given back to its team."""

    visit = serializers.UUIDField()
    number = serializers.CharField()
    reason = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()


class HelloSerializer(serializers.Serializer):
    """What the server says of itself at each contact."""

    protocol = serializers.IntegerField()
    spoken = serializers.ListField(child=serializers.IntegerField())
    server_time = serializers.DateTimeField()
    tablet = serializers.UUIDField()
    person = serializers.IntegerField()
    next_seq = serializers.IntegerField()
    recovery_key = serializers.CharField()
    returned = ReturnedSerializer(many=True)
    visits = serializers.ListField(child=serializers.UUIDField(), help_text="Visits with this tablet and person now.")
    encodings = serializers.ListField(child=serializers.CharField(), help_text="How a batch may be compressed.")


class ContactSerializer(serializers.Serializer):
    """What the tablet says of itself; nothing of it is a record."""

    app_version = serializers.CharField(max_length=40, required=False)
    protocol = serializers.IntegerField(required=False, min_value=0, max_value=1000)
    unsent = serializers.IntegerField(required=False, min_value=0, max_value=1_000_000)
    unsent_bytes = serializers.IntegerField(required=False, min_value=0, max_value=2**50)
    client_time = serializers.DateTimeField(required=False)


class BoxSerializer(serializers.Serializer):
    """What was locked to `recovery_key`: P-256, HKDF-SHA256, AES-256-GCM; all base64."""

    scheme = serializers.CharField(max_length=80)
    point = serializers.CharField(max_length=200)
    nonce = serializers.CharField(max_length=40)
    data = serializers.CharField(max_length=2_000)  # type: ignore[assignment]


class LockedSerializer(serializers.Serializer):
    """A person's key, locked by the tablet."""

    locked = BoxSerializer()


class KeySerializer(serializers.Serializer):
    """The key, 32 bytes in base64."""

    key = serializers.CharField()


class OperationSerializer(serializers.Serializer):
    """One operation; the payload depends on `type` (docs/field-protocol.md)."""

    op_id = serializers.UUIDField(help_text="UUIDv7 made on the tablet.")
    seq = serializers.IntegerField(min_value=1, help_text="Place in the order of the tablet.")
    prev_seq = serializers.IntegerField(min_value=0, help_text="`seq` of the operation before on the same visit; 0.")
    type = serializers.ChoiceField(
        choices=sorted([*operations.KINDS, openings.KIND]), help_text="Any other is kept for a person (`unknown_type`)."
    )
    visit = serializers.UUIDField()
    author = serializers.IntegerField(help_text="The person who recorded it, as in the package.")
    payload = serializers.DictField()
    base_rev = serializers.IntegerField(required=False, allow_null=True)
    checklist_version = serializers.CharField(required=False, allow_blank=True)
    client_time = serializers.DateTimeField()
    clock_offset_s = serializers.FloatField(required=False)
    package_at = serializers.DateTimeField(required=False, allow_null=True)
    app_version = serializers.CharField(required=False, allow_blank=True, max_length=40)
    protocol = serializers.IntegerField(min_value=0)
    lat = serializers.FloatField(required=False, allow_null=True)
    lon = serializers.FloatField(required=False, allow_null=True)


class BatchSerializer(serializers.Serializer):
    """A batch."""

    operations = serializers.ListField(child=OperationSerializer(), min_length=1, max_length=MOST)


class AnswerSerializer(serializers.Serializer):
    """What became of one operation."""

    status = serializers.ChoiceField(choices=STATUSES)
    op_id = serializers.CharField(allow_blank=True)
    seq = serializers.IntegerField(allow_null=True)
    code = serializers.CharField(allow_blank=True)
    message = serializers.CharField(allow_blank=True)
    missing = serializers.ListField(child=serializers.CharField())
    receipt = serializers.DictField()


class AnswersSerializer(serializers.Serializer):
    """The answers, in the order of the batch."""

    server_time = serializers.DateTimeField()
    answers = AnswerSerializer(many=True)


class FileSerializer(serializers.Serializer):
    """How far a file has come."""

    id = serializers.UUIDField()
    role = serializers.ChoiceField(choices=Role.choices)
    state = serializers.ChoiceField(choices=FileState.choices)
    offset = serializers.IntegerField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    done_at = serializers.CharField(allow_null=True)


class SettledSerializer(serializers.Serializer):
    """An operation kept for a person, and what was decided."""

    op_id = serializers.CharField(allow_null=True)
    seq = serializers.IntegerField(allow_null=True)
    type = serializers.CharField()
    code = serializers.CharField()
    state = serializers.CharField()
    explanation = serializers.CharField(allow_blank=True)


class OperationReceiptSerializer(serializers.Serializer):
    """One line of the ledger."""

    op_id = serializers.UUIDField()
    seq = serializers.IntegerField()
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    sha256 = serializers.CharField()


class ReceiptsSerializer(serializers.Serializer):
    """Everything the server has of one visit from this tablet and person."""

    visit = serializers.UUIDField()
    dispatch = serializers.CharField()
    status = serializers.CharField()
    seal = serializers.DictField(allow_null=True)
    returned = serializers.DictField(allow_null=True, help_text="Why the visit was given back to its team; else null.")
    files = FileSerializer(many=True)
    operations = OperationReceiptSerializer(many=True)
    kept = SettledSerializer(many=True)


class PackageSerializer(serializers.Serializer):
    """What the tablet takes along, in parts with their versions; a part it has already comes without its content."""

    protocol = serializers.IntegerField()
    server_time = serializers.DateTimeField()
    version = serializers.CharField()
    parts = serializers.ListField(child=serializers.DictField())
