"""Channel plans: which channels a block of spectrum has, and by which limits a new use of one is judged."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rulebook.enums import DuplexSide, FieldModel
from rulebook.models.rule_row import RuleRow


class ChannelPlan(RuleRow):
    """One block of spectrum. Limits no source gives stay empty: the examination then says so instead of guessing."""

    name_vi = models.CharField(_("name (Vietnamese)"), max_length=250)
    name_en = models.CharField(_("name (English)"), max_length=250)
    example = models.BooleanField(_("example: to be entered from the official text"), default=False)
    kinds = models.JSONField(_("kinds of license, all when empty"), default=list)
    station_classes = models.JSONField(_("classes of station, all when empty"), default=list)
    lower_hz = models.PositiveBigIntegerField(_("lower edge (Hz)"))
    upper_hz = models.PositiveBigIntegerField(_("upper edge (Hz)"))
    raster_origin_hz = models.PositiveBigIntegerField(_("first channel (Hz)"), null=True, blank=True)
    raster_step_hz = models.PositiveBigIntegerField(_("channel spacing (Hz)"), null=True, blank=True)
    max_bandwidth_hz = models.PositiveBigIntegerField(_("widest emission (Hz)"), null=True, blank=True)
    duplex_hz = models.PositiveBigIntegerField(_("duplex separation (Hz)"), null=True, blank=True)
    duplex_side = models.CharField(_("duplex: the base transmits"), max_length=6, choices=DuplexSide, blank=True)
    max_erp_w = models.FloatField(_("highest ERP (W)"), null=True, blank=True)
    max_height_m = models.FloatField(_("highest antenna (m)"), null=True, blank=True)
    frequency_tolerance_ppm = models.FloatField(_("frequency tolerance (ppm)"), null=True, blank=True)
    power_tolerance_db = models.FloatField(_("power tolerance (dB)"), null=True, blank=True)
    field_model = models.CharField(_("field model"), max_length=20, choices=FieldModel, blank=True)
    time_percent = models.FloatField(_("share of time of the interfering field (%)"), null=True, blank=True)
    receiver_height_m = models.FloatField(_("receiving antenna of a mobile (m)"), null=True, blank=True)
    protected_field_dbuvm = models.FloatField(_("protected field (dBµV/m)"), null=True, blank=True)
    protection_ratio_db = models.FloatField(_("protection ratio (dB)"), null=True, blank=True)
    review_band_db = models.FloatField(_("review band either side of the limit (dB)"), null=True, blank=True)
    link_ratio_db = models.FloatField(_("carrier to interference of a link (dB)"), null=True, blank=True)
    border_field_dbuvm = models.FloatField(_("permitted field at the border (dBµV/m)"), null=True, blank=True)
    border_range_km = models.FloatField(_("border rule applies within (km)"), null=True, blank=True)
    border_time_percent = models.FloatField(_("share of time at the border (%)"), null=True, blank=True)
    provisions = models.JSONField(_("provisions it rests on"), default=list)

    class Meta(RuleRow.Meta):
        verbose_name = _("channel plan")
        verbose_name_plural = _("channel plans")
        indexes = [models.Index(fields=["administration", "lower_hz"], name="channel_plan_by_edge")]

    @property
    def mate_edges(self) -> tuple[int, int] | None:
        """The block in which stations transmit towards the base, (lower, upper) in hertz; None without duplex."""
        if not self.duplex_hz:
            return None
        shift = self.duplex_hz if self.duplex_side == DuplexSide.LOWER else -self.duplex_hz
        return self.lower_hz + shift, self.upper_hz + shift
