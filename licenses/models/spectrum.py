"""Where in spectrum and space the register transmits and receives: what the search for neighbours reads.

Both tables are derived. The database's own triggers write them (licenses/migrations/_spectrum.py) from assignments,
stations and licenses, so that neither a service nor a bulk import can forget to; nothing else does.
"""

from django.db import models

from licenses.models.assignment import FrequencyAssignment


class Role(models.IntegerChoices):
    """What happens at the place of a row."""

    AREA = 0, "transmits and serves the area around it"
    BASE_RECEIVER = 1, "receives what its mobiles send on the duplex mate"
    LINK_SENDER = 2, "transmits to another station"
    LINK_RECEIVER = 3, "receives from another station"


class Mark(models.IntegerChoices):
    """Bits of `marks`."""

    TETRA = 1
    PENDING = 2
    SUSPENDED = 4
    NO_RECEIVER = 8


class SpectrumUse(models.Model):
    """One use of spectrum at one place; uses under licenses that have ended are not kept."""

    assignment = models.ForeignKey(
        FrequencyAssignment, models.DO_NOTHING, related_name="uses", db_index=False, db_constraint=False
    )
    assignment_version = models.PositiveIntegerField()
    station_version = models.PositiveIntegerField()
    role = models.PositiveSmallIntegerField()
    width_class = models.PositiveSmallIntegerField()
    centre_hz = models.BigIntegerField()
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    bandwidth_hz = models.BigIntegerField(null=True)
    power_w = models.FloatField(null=True)
    power_reference = models.PositiveSmallIntegerField()
    gain_dbi = models.FloatField(null=True)
    loss_db = models.FloatField(null=True)
    height_m = models.FloatField(null=True)
    radius_km = models.FloatField(null=True)
    marks = models.PositiveSmallIntegerField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        indexes = [
            # Probed channel by channel; it holds every column, so that the table itself is never read.
            models.Index(
                fields=[
                    "width_class", "centre_hz", "lat", "lon", "role", "bandwidth_hz", "power_w", "power_reference",
                    "gain_dbi", "loss_db", "height_m", "radius_km", "marks", "since", "until", "assignment",
                    "assignment_version", "station_version",
                ],
                name="spectrum_by_channel",
            ),
            models.Index(fields=["assignment"], name="spectrum_by_assignment"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.centre_hz} Hz"


class SpectrumExtent(models.Model):
    """The largest values met in one megahertz of the register: how far and wide a search for neighbours must reach.

    They only ever grow: a search may then reach too far, never too short.
    """

    width_class = models.PositiveSmallIntegerField()
    megahertz = models.PositiveIntegerField()
    bandwidth_hz = models.BigIntegerField()
    power_w = models.FloatField()
    gain_dbi = models.FloatField()
    height_m = models.FloatField()
    radius_km = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["width_class", "megahertz"], name="spectrum_extent_once")]

    def __str__(self) -> str:
        return f"{self.megahertz} MHz"


class SpectrumTile(models.Model):
    """All uses of one stretch of spectrum in one cell of half a degree, packed: read at once instead of row by row.

    The database's own triggers empty `packed` whenever a use of the tile changes; what is empty is read from
    SpectrumUse (licenses/services/coordination/tiles.py) until somebody packs it again.
    """

    width_class = models.PositiveSmallIntegerField()
    bin = models.IntegerField()
    cell = models.IntegerField()
    packed = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["width_class", "bin", "cell"], name="spectrum_tile_once")]

    def __str__(self) -> str:
        return f"{self.width_class}/{self.bin}/{self.cell}"
