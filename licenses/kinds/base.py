"""What a kind of license declares: its parts, its checks, its paper. What the law says of it lies in the rulebook."""

from dataclasses import dataclass
from typing import Any

from accounts.enums import Subject
from licenses.enums import APPLICATION_KINDS, GAME_LICENSE_KINDS, INTERNET_AGENT, Purpose

# The parts of what is asked for; each holds facts of the register under the register's own names.
PLACE, STATIONS = "place", "stations"
RADIO_PURPOSES = (Purpose.NEW, Purpose.RENEW, Purpose.AMEND, Purpose.DUPLICATE, Purpose.SURRENDER)
# These write a paper that says what the frequencies are for.
WITH_USE = (Purpose.NEW, Purpose.RENEW, Purpose.AMEND, Purpose.TRANSFER)
WITH_TERM = (Purpose.NEW, Purpose.RENEW)
# What every station of a radio application must say, and what every frequency of it.
STATION = ("site_name", "unit", "lat", "lon", "antenna_height_m", "equipment_model")
FREQUENCY = ("tx_hz", "power_w", "power_reference", "emissions")


@dataclass(frozen=True)
class Kind:
    """One kind of application. `required_*` name facts without which nobody can examine it.

    `version` is raised when the shape of the content changes: older drafts then say so instead of being misread.
    """

    code: str
    purposes: tuple[Purpose, ...]
    part: str
    help: Any
    technical_check: str = ""
    paper: str = ""
    required_place: tuple[str, ...] = ()
    # facts of its place that the kind itself states: nobody is asked for them
    stated_place: tuple[tuple[str, Any], ...] = ()
    required_station: tuple[str, ...] = ()
    required_frequency: tuple[str, ...] = ()
    links: bool = False
    register_only: bool = False
    recorded_only: bool = False
    version: int = 1

    @property
    def label(self) -> Any:
        """Its name, in the language of the page."""
        return dict(APPLICATION_KINDS)[self.code]

    @property
    def schema(self) -> str:
        """The shape of its content, as kept with every application."""
        return f"{self.code}/{self.version}"

    @property
    def subject(self) -> Subject:
        """Which subject matter it belongs to."""
        if self.code == INTERNET_AGENT:
            return Subject.TELECOM
        return Subject.GAMES if self.code in GAME_LICENSE_KINDS else Subject.RADIO

    @property
    def with_term(self) -> bool:
        """Whether what is granted runs for a term."""
        return not self.register_only

    def asks_content(self, purpose: str) -> bool:
        """Whether the application describes a place or stations; the others speak of a license as it is."""
        return purpose in (Purpose.NEW, Purpose.AMEND, Purpose.VERIFY)

    def asks_place(self, purpose: str) -> bool:
        """Whether the application describes a place."""
        return self.part == PLACE and self.asks_content(purpose)

    def asks_stations(self, purpose: str) -> bool:
        """Whether the application describes stations."""
        return self.part == STATIONS and self.asks_content(purpose)

    def asks(self, purpose: str) -> tuple[str, ...]:
        """Which facts the application states beside its place or stations; the others mean nothing for this purpose."""
        if purpose == Purpose.SURRENDER:
            return ("given_back_on",)
        use = self.part == STATIONS and purpose in WITH_USE
        return (*(("use",) if use else ()), *(("wanted_until",) if self.with_term and purpose in WITH_TERM else ()))
