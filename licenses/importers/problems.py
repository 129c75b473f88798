"""What each problem code means to the person who sent the file: the sentence, and how to mend it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from licenses.importers.items import CellError, Problem

LEFT_OUT = "left_out_"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A problem in words: `text` (with %(name)s for its parameters) and `mend`, both lazily translated."""

    text: Any
    mend: Any = ""


FILE: dict[str, Meaning] = {
    "empty_file": Meaning(_("The file is empty."), _("Choose the file that holds the rows.")),
    "wrong_type": Meaning(
        _("This is not a CSV file but a %(type)s file."), _("Save the table as “CSV UTF-8” and send that file.")
    ),
    "encoding": Meaning(
        _("Line %(line)s is not UTF-8; the file looks like %(encoding)s."),
        _("Open it in your spreadsheet and save it as “CSV UTF-8”, so that no Vietnamese letter is lost."),
    ),
    "binary": Meaning(
        _("This is not a CSV file; it is no text at all."), _("Save the table as “CSV UTF-8” and send that file.")
    ),
    "nul": Meaning(
        _("Line %(line)s holds a NUL character, which no text has; the file is damaged or was not saved as text."),
        _("Save the table as “CSV UTF-8” again from the original and send that file."),
    ),
    "not_csv": Meaning(
        _("Line %(line)s cannot be read as CSV: %(error)s."), _("Check the quotation marks around that line.")
    ),
    "damaged": Meaning(_("The file is damaged after line %(line)s."), _("Send it again from the original.")),
    "no_header": Meaning(
        _("The first line “%(header)s” is no header: no comma, semicolon or tab in it."),
        _("Put the column names in the first line, as docs/import-format.md lists them."),
    ),
    "columns_missing": Meaning(
        _("Columns are missing: %(columns)s."),
        _("Add them, or choose the other format if the file is of another kind."),
    ),
    "columns_twice": Meaning(_("Columns appear twice: %(columns)s."), _("Keep one of each.")),
    "format_unknown": Meaning(_("There is no import format “%(format)s”."), _("Choose one of the list.")),
    "columns_unknown": Meaning(_("Columns that the format does not know were left out: %(columns)s.")),
    "columns_not_kept": Meaning(
        _("The register has no place for these columns; they stay in the file only: %(columns)s.")
    ),
}

REFUSALS: dict[str, Meaning] = {
    "wrong_width": Meaning(
        _("The row has %(found)s cells, the header %(expected)s."),
        _("Put quotation marks around a text that contains the separator."),
    ),
    "record_unknown": Meaning(_("“%(value)s” is no kind of record."), _("Write one of: %(choices)s.")),
    "value_missing": Meaning(_("The value is missing."), _("Fill it in.")),
    "too_long": Meaning(_("The text has %(length)s characters; %(most)s fit."), _("Shorten it.")),
    "not_number": Meaning(_("“%(value)s” is not a number."), _("Write digits, with a point or comma for decimals.")),
    "not_whole": Meaning(_("“%(value)s” is not a whole number."), _("Write digits only.")),
    "out_of_range": Meaning(_("%(value)s lies outside %(least)s to %(most)s."), _("Check the value and its unit.")),
    "not_date": Meaning(_("“%(value)s” is not a date."), _("Write 2026-11-22 or 22/11/2026.")),
    "year_improbable": Meaning(_("The year of “%(value)s” cannot be right."), _("Check the date.")),
    "not_time": Meaning(_("“%(value)s” is not a time of day."), _("Write 07:30.")),
    "not_boolean": Meaning(_("“%(value)s” is neither yes nor no."), _("Write 1 or 0.")),
    "not_choice": Meaning(_("“%(value)s” is not one of the values known here."), _("Write one of: %(choices)s.")),
    "not_frequency": Meaning(
        _("“%(value)s” is not a frequency in whole hertz."), _("Write it in MHz, at most six decimals.")
    ),
    "band_reversed": Meaning(
        _("The band ends at %(second)s MHz, below its beginning %(first)s MHz."), _("Exchange the two values.")
    ),
    "dates_reversed": Meaning(
        _("It ends (%(second)s) before it begins (%(first)s)."), _("Check both dates; perhaps they are exchanged.")
    ),
    "emission_wrong": Meaning(
        _("“%(value)s” is no emission designator; wrong part: %(part)s."),
        _("Write bandwidth and class as in 16K0F3E."),
    ),
    "position_incomplete": Meaning(
        _("Only one of latitude and longitude is there."), _("Give both, or neither if the position is unknown.")
    ),
    "position_swapped": Meaning(
        _("Latitude and longitude seem exchanged: %(value)s."), _("Probably meant: %(suggestion)s.")
    ),
    "position_zero": Meaning(
        _("The position 0, 0 lies in the sea off Africa; it usually stands for “unknown”."),
        _("Give the real position, or leave both cells empty."),
    ),
    "position_out_of_range": Meaning(
        _("Latitude lies from -90 to 90 and longitude from -180 to 180 degrees."), _("Check both values.")
    ),
    "unit_unknown": Meaning(
        _("There is no administrative unit “%(value)s”."), _("Write the code of today's commune or province.")
    ),
    "unit_divided": Meaning(
        _("The unit “%(value)s” no longer exists; it was divided."), _("Choose one of today's: %(candidates)s.")
    ),
    "identifier_form": Meaning(
        _("“%(value)s” does not have the form of this identifier (%(scheme)s)."),
        _("Check length and characters on the paper."),
    ),
    "identifier_check_digit": Meaning(
        _("The check digit of %(value)s (%(scheme)s) is wrong: a digit was mistyped or two were exchanged."),
        _("Compare it with the paper."),
    ),
    "identifier_kind": Meaning(
        _("An identifier of this scheme (%(scheme)s) does not belong to this kind of holder."),
        _("Correct the kind or the scheme."),
    ),
    "email_wrong": Meaning(_("“%(value)s” is not an e-mail address."), _("Correct it or leave it empty.")),
    "parent_missing": Meaning(
        _("It refers to %(record)s “%(key)s”, which is neither in this file nor in the register."),
        _("Add that row, or correct the key."),
    ),
    "parent_refused": Meaning(
        _("It refers to %(record)s “%(key)s”, whose row was refused."), _("Mend that row first; send both again.")
    ),
    "number_taken": Meaning(
        _("The license number “%(value)s” of this authority is already in the register under the key “%(other)s”."),
        _("Use that key, or correct the number."),
    ),
    "key_twice": Meaning(
        _("Another row with this key says something else; the first one was taken."), _("Give each record its own key.")
    ),
    "status_unknown": Meaning(_("“%(value)s” is no license status of this format."), _("Use A, C, E or T.")),
    "database_refused": Meaning(
        _("The database refused the row: %(reason)s."), _("Check the row, or ask the administrator.")
    ),
}

WARNINGS: dict[str, Meaning] = {
    "name_cleaned": Meaning(_("Spacing or letters were put in order: “%(value)s” became “%(kept)s”.")),
    "unit_converted": Meaning(_("The unit “%(value)s” no longer exists; today's unit %(kept)s was taken.")),
    "position_at_sea": Meaning(_("The position is at sea; look at it again.")),
    "position_outside_country": Meaning(_("The position is far outside the country.")),
    "position_far_from_unit": Meaning(_("The position is far from the unit stated.")),
    "position_missing": Meaning(_("The position is not stated.")),
    "mobile_without_position": Meaning(_("A mobile station without a position.")),
    "rx_position_missing": Meaning(_("The position of the receiving station is not stated.")),
    "ends_identical": Meaning(_("Both ends of the path have the same position.")),
    "emission_missing": Meaning(_("No emission designator is stated.")),
    "emission_normalised": Meaning(_("The designator was written properly: %(value)s.")),
    "emission_wider_than_band": Meaning(_("The emission %(value)s is wider than the band it stands in.")),
    "emission_merged": Meaning(_("Same assignment as an earlier row: its emission was added (%(value)s).")),
    "row_merged": Meaning(_("Same assignment and emission as an earlier row; it differs only in columns not kept.")),
    "row_repeated": Meaning(_("Repeats an earlier row.")),
    "power_differs": Meaning(
        _("Rows of one assignment state different powers: %(value)s W here, %(other)s W before; the larger is kept.")
    ),
    "power_missing": Meaning(_("No power is stated.")),
    "power_reference_missing": Meaning(_("A power is stated, but not whether transmitter output, ERP or EIRP.")),
    "azimuth_placeholder": Meaning(_("Azimuth %(value)s stands for “no direction” and was left out.")),
    "tower_placeholder": Meaning(_("The tower number “%(value)s” is a placeholder.")),
    "height_improbable": Meaning(_("An antenna height of %(value)s m is improbable; kept as stated.")),
    "elevation_improbable": Meaning(_("A ground elevation of %(value)s m is improbable; kept as stated.")),
    "expiry_missing": Meaning(_("No expiry date is stated.")),
    "active_past_expiry": Meaning(
        _("Stated as active, although it ended on %(value)s, before the file's day %(as_of)s.")
    ),
    "terminated_as_cancelled": Meaning(_("Status T (terminated) is kept as cancelled.")),
    "service_unknown": Meaning(_("Radio service “%(value)s” is not known here; kept as another radio license.")),
    "holder_without_frn": Meaning(_("The holder has no FRN; known by the register number %(kept)s.")),
    "holder_by_name": Meaning(_("The holder has neither FRN nor register number; known by name only: %(kept)s.")),
    "holder_without_id": Meaning(_("The holder has no register number; known by FRN %(kept)s.")),
    "supersedes_missing": Meaning(_("The license it replaces, “%(key)s”, is not known; taken without it.")),
    "holder_name_varies": Meaning(
        _("The same holder is called “%(value)s” here and “%(kept)s” in the first row; that was kept.")
    ),
    "equipment_varies": Meaning(_("Another transmitter at the same station: “%(value)s”; kept: “%(kept)s”.")),
    "known_by_identifier": Meaning(
        _("Already in the register by its identifier, as “%(other)s”; that record is used.")
    ),
    "differs_from_register": Meaning(
        _("Already in the register with other values (%(columns)s); the register was not changed.")
    ),
}

RECORDS = {
    "licensee": _("licensee"),
    "establishment": _("establishment"),
    "station": _("station"),
    "license": _("license"),
    "assignment": _("assignment"),
}
DESIGNATOR_PARTS = {
    "empty": _("all of it"),
    "length": _("its length"),
    "bandwidth": _("the bandwidth"),
    "bandwidth_missing": _("the missing bandwidth"),
    "carrier": _("the first symbol"),
    "signal": _("the second symbol"),
    "information": _("the third symbol"),
    "details": _("the fourth symbol"),
    "multiplexing": _("the fifth symbol"),
}
UNREADABLE = Meaning(_("The value was left out. %(why)s"))


def is_warning(problem: Problem) -> bool:
    """Whether the row was taken in spite of it."""
    return problem.code in WARNINGS or problem.code.startswith(LEFT_OUT)


def sentence(problem: Problem) -> str:
    """The problem in the active language."""
    return _in_words(problem, "text")


def mend(problem: Problem) -> str:
    """How to put it right, in the active language; empty when nothing need be done."""
    return _in_words(problem, "mend")


def about_file(error: CellError | Problem) -> str:
    """What is wrong with a file as a whole and how to mend it, in the active language."""
    known = FILE[error.code]
    return f"{_filled(str(known.text), error.params)} {_filled(str(known.mend), error.params)}".strip()


def _in_words(problem: Problem, half: str) -> str:
    return _filled(_pattern(problem.code, half, get_language() or ""), problem.params)


@lru_cache(1_024)
def _pattern(code: str, half: str, _language: str) -> str:
    """The sentence of a code in the active language; a report repeats its few sentences thousands of times."""
    plain = code.removeprefix(LEFT_OUT)
    known = str(getattr(WARNINGS.get(plain) or REFUSALS[plain], half))
    return known if plain == code or half == "mend" else str(UNREADABLE.text) % {"why": known}


def _filled(words: str, params: dict[str, Any]) -> str:
    if not params:
        return words
    for name, known in (("record", RECORDS), ("part", DESIGNATOR_PARTS)):
        if name in params:
            params = {**params, name: known.get(params[name], params[name])}
    return words % params
