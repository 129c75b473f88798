"""What the rulebook says on a day about one kind and purpose: authority, papers, periods, term, fees."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from common.text import pick
from licenses.enums import LicenseeKind, Purpose
from licenses.kinds.base import Kind
from licenses.legal_clock import Limit, last_day_to_file, renewal_opens
from rulebook import lookup
from rulebook.enums import DayUnit, FeeKind
from rulebook.models import Deadline, FeeRule, GrantingAuthority, Procedure, RuleRow, RuleValue, TermRule

OPENS = "license.renewal_opens_months"
# The figures seen for the paper are those of a grant (facts/law.md B5); what a renewal, a change or a duplicate costs
# was seen nowhere, so that no figure is shown for them. A usage fee belongs to whatever lets frequencies be used.
CHARGED = {
    Purpose.NEW: (FeeKind.ISSUE, FeeKind.USAGE),
    Purpose.TRANSFER: (FeeKind.ISSUE, FeeKind.USAGE),
    Purpose.RENEW: (FeeKind.USAGE,),
    Purpose.AMEND: (FeeKind.USAGE,),
}


@dataclass(frozen=True)
class Needed:
    """One document the law, or the agency, asks for."""

    code: str
    title_vi: str
    title_en: str
    required: bool

    @property
    def title(self) -> str:
        """Its title in the language of the page."""
        return pick(self, "title")


@dataclass(frozen=True)
class Rules:
    """The rows that hold on `on`; None where the rulebook has none, and then nothing is made up."""

    kind: Kind
    purpose: str
    on: dt.date
    authority: GrantingAuthority | None
    procedure: Procedure | None
    term: TermRule | None
    periods: dict[str, Deadline] = field(default_factory=dict)

    @property
    def check(self) -> Deadline | None:
        """The period in which the office must find whether the file is complete."""
        return self._period("check_deadline")

    @property
    def processing(self) -> Deadline | None:
        """The period in which the office must decide."""
        return self._period("processing_deadline")

    @property
    def supplement(self) -> Deadline | None:
        """The period in which the applicant must answer."""
        return self._period("supplement_deadline")

    @property
    def payment(self) -> Deadline | None:
        """The period in which the applicant must pay."""
        return self._period("fee_deadline")

    @property
    def limit(self) -> Limit | None:
        """The period to decide as the clock counts it; None where its length was not seen."""
        return limit_of(self.processing)

    def documents(self, holder_kind: str = "") -> list[Needed]:
        """Return the documents to bring; those for other kinds of holders are left out when the kind is known."""
        rows = self.procedure.documents if self.procedure else []
        return [
            Needed(row["code"], row["title_vi"], row["title_en"], row["required"])
            for row in rows
            if not row.get("holders") or not holder_kind or LicenseeKind(holder_kind) in row["holders"]
        ]

    @cached_property
    def fees(self) -> list[FeeRule]:
        """The fee rules of the kind that this purpose is charged by; an amount may be None: not seen."""
        charged = CHARGED.get(Purpose(self.purpose), ())
        return [row for row in lookup.fee_rules(self.kind.code, self.on) if row.fee_kind in charged]

    @property
    def issue_fees(self) -> list[FeeRule]:
        """The fees for the paper itself."""
        return [row for row in self.fees if row.fee_kind == FeeKind.ISSUE]

    def window(self, expires_on: dt.date) -> tuple[dt.date | None, dt.date | None]:
        """Return the first and the last day on which a renewal is taken; None where no rule gives one."""
        months = RuleValue.objects.in_force_on(self.on).filter(code=OPENS).first()
        days = self.term.renew_days_before if self.term else None
        first = renewal_opens(expires_on, int(months.number)) if months and months.number else None
        return first, last_day_to_file(expires_on, days) if days is not None else None

    def rows(self) -> list[RuleRow]:
        """Return the rows a paper rests on, so that one nobody has verified is named."""
        found = (self.authority, self.procedure, self.term, *self.periods.values())
        return [row for row in found if row is not None]

    def _period(self, name: str) -> Deadline | None:
        code = getattr(self.procedure, name, "")
        return self.periods.get(code) if code else None


def rules_of(kind: Kind, purpose: str, on: dt.date) -> Rules:
    """Return what holds on the day for this kind and purpose."""
    procedure = lookup.procedure(kind.code, purpose, on)
    names = ("check_deadline", "processing_deadline", "supplement_deadline", "fee_deadline")
    codes = {getattr(procedure, name) for name in names if procedure and getattr(procedure, name)}
    return Rules(
        kind=kind,
        purpose=purpose,
        on=on,
        authority=lookup.granting_authority(kind.code, on),
        procedure=procedure,
        term=lookup.term_rule(kind.code, on) if kind.with_term else None,
        periods={row.code: row for row in Deadline.objects.in_force_on(on).filter(code__in=codes)},
    )


def limit_of(period: Deadline | None) -> Limit | None:
    """Return a period as a clock counts it; None where its length was not seen or it is no number of days."""
    if period is None or period.number is None or period.unit not in (DayUnit.WORKING, DayUnit.CALENDAR):
        return None
    return Limit(period.number, period.unit)
