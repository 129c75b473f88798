"""A draft of channel plans checked before it is loaded: row by row, among its rows, and against the plans in force."""

import datetime as dt
from dataclasses import dataclass, field

from django.conf import settings

from rulebook.building import Builder
from rulebook.channel_checks import PlanFault, overlaps, plan_faults
from rulebook.models import ChannelPlan
from rulebook.reading import Fault, WrongFile, read_text

LONGEST = 500_000


@dataclass(frozen=True)
class DraftFault:
    """What is wrong with a row of a draft; `number` counts the [[channel_plan]] tables from 1, 0 is the whole file."""

    number: int
    code: str
    fault: PlanFault


@dataclass
class DraftReport:
    """The plans a draft holds, and everything wrong with them."""

    plans: list[ChannelPlan] = field(default_factory=list)
    faults: list[DraftFault] = field(default_factory=list)


def check_draft(text: str, on: dt.date) -> DraftReport:
    """Read a TOML draft and check it; nothing is stored.

    Overlaps are sought among the draft's own rows and with the plans in force on the day, those of the same code aside:
    a draft may be the successor of a plan.
    """
    builder = Builder(settings.ADMINISTRATION)
    try:
        entries = read_text("draft.toml", text)
    except WrongFile as error:
        return DraftReport(faults=[_plain(fault) for fault in error.faults])
    others = [entry for entry in entries if entry.table != "channel_plan"]
    report = DraftReport(faults=[DraftFault(entry.number, entry.row, PlanFault("table", "")) for entry in others])
    builder.build([entry for entry in entries if entry.table == "channel_plan"])
    report.plans = [row for row in builder.rows[ChannelPlan] if isinstance(row, ChannelPlan)]
    report.faults += [_plain(fault) for fault in builder.faults]
    numbers = {id(row): builder.entry_of[ChannelPlan, row.code, row.effective_from].number for row in report.plans}
    for row in report.plans:
        report.faults += [DraftFault(numbers[id(row)], row.code, fault) for fault in plan_faults(row)]
    codes = {row.code for row in report.plans}
    kept = list(ChannelPlan.objects.in_force_on(on).exclude(code__in=codes))
    for row, fault in overlaps([*report.plans, *kept]):
        report.faults.append(_overlap(row, fault, numbers, report.plans))
    report.faults.sort(key=lambda each: each.number)
    return report


def _overlap(row: ChannelPlan, fault: PlanFault, numbers: dict[int, int], plans: list[ChannelPlan]) -> DraftFault:
    """Name the draft's own row, also where it is the lower of the two that overlap."""
    if id(row) in numbers:
        return DraftFault(numbers[id(row)], row.code, fault)
    own = next((plan for plan in plans if plan.code == fault.params["other"]), None)
    turned = PlanFault("overlap", fault, **{**fault.params, "other": row.code}) if own else fault
    return DraftFault(numbers[id(own)] if own else 0, own.code if own else row.code, turned)


def _plain(fault: Fault) -> DraftFault:
    """A fault of the reader: what it says stands as it is, for it quotes the file."""
    return DraftFault(0, fault.row or fault.file, PlanFault("file", "{reason}", reason=fault.reason))
