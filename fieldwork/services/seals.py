"""The seal from a tablet: only when everything it names is here, and nothing is here that it does not name."""

import uuid
from typing import Any

from django.utils.translation import gettext as _

from accounts import access
from common.errors import Conflict
from fieldwork.enums import Code, FileState, Role
from fieldwork.lifecycle import UNSETTLED
from fieldwork.models import Quarantined, Upload
from fieldwork.queries import receipts
from fieldwork.services import dispatching
from fieldwork.services.handlers import Context
from fieldwork.services.incomplete import Incomplete
from fieldwork.services.reading import Reader
from inspections.lifecycle import VisitStatus
from inspections.models import Visit
from inspections.queries.earlier import unanswered
from inspections.services import sealing

LISTS = ("findings", "measurements", "attendance")
SAYS_EARLIER = 2  # the protocol since which a tablet says what became of earlier violations


def seal(ctx: Context) -> dict[str, Any]:
    """Seal the visit and give the receipt: every hash checked, the bytes of every working copy among them.

    Raises Incomplete while something named is still to come, Conflict when something else was recorded meanwhile.
    """
    named = Reader(ctx.reader.data.get("manifest"))
    wanted = {part: named.keys(part) for part in LISTS}
    chosen, files = _pairs(named, "answers", "item", "choice"), _files(named)
    checked = _pairs(named, "earlier", "earlier", "result")
    named.done()
    ctx.reader.done()
    if not ctx.visit.is_fixed:
        _require_here(ctx, wanted, chosen, checked, files)
        _require_earlier(ctx)
        sealing.seal(ctx.visit, by=ctx.author, at=ctx.at, unanswered=())
    visit = Visit.objects.get(pk=ctx.visit.pk)
    if visit.status == VisitStatus.SEALED:
        sealing.receive(visit, by=access.system_user())
    dispatching.finish(visit, at=ctx.at)
    return {"rev": visit.version, "seal": receipts.seal_of(visit)}


def _require_earlier(ctx: Context) -> None:
    """Ask for what became of each earlier violation that stood here when the tablet's package was made.

    An application of before protocol 2 cannot say it: its seal is kept for a person, who may let it count.
    """
    left = [] if ctx.chosen and ctx.protocol < SAYS_EARLIER else unanswered(ctx.visit, known_by=ctx.package_at)
    if left and ctx.protocol < SAYS_EARLIER:
        raise Conflict(
            _("The application on the tablet could not say what became of earlier violations: %(names)s")
            % {"names": ", ".join(f"{row.visit.number} {row.penalty.provision.citation_vi}" for row in left)},
            code=Code.EARLIER_OPEN,
            details={"missing": [f"earlier:{row.pk}" for row in left]},
        )
    if left:
        raise Incomplete([f"earlier:{row.pk}" for row in left])


def _require_here(
    ctx: Context,
    wanted: dict[str, list[uuid.UUID]],
    chosen: dict[uuid.UUID, str],
    checked: dict[uuid.UUID, str],
    files: dict[uuid.UUID, str],
) -> None:
    visit = ctx.visit
    missing: list[str] = []
    extra: list[str] = []
    for part, keys in wanted.items():
        here = set(getattr(visit, part).standing().values_list("pk", flat=True))
        missing += [f"{part}:{key}" for key in keys if key not in here]
        extra += [f"{part}:{key}" for key in here - set(keys)]
    given = {row.item_id: row.choice for row in visit.answers.order_by("revision")}
    missing += [f"answers:{item}" for item, choice in chosen.items() if given.get(item) != choice]
    extra += [f"answers:{item}" for item in given.keys() - chosen.keys()]
    found = {row.earlier_id: row.result for row in visit.rechecks.order_by("revision")}
    missing += [f"earlier:{key}" for key, result in checked.items() if found.get(key) != result]
    if ctx.protocol >= SAYS_EARLIER:
        extra += [f"earlier:{key}" for key in found.keys() - checked.keys()]
    absent, unnamed = _files_here(visit, files)
    missing, extra = missing + absent, extra + unnamed
    if missing:
        if Quarantined.objects.filter(visit=visit, status__in=UNSETTLED).exists():
            raise Conflict(
                _("Part of what is to be sealed is kept for a decision: %(names)s") % {"names": ", ".join(missing)},
                code=Code.WAITS,
                details={"missing": missing},
            )
        raise Incomplete(missing)
    if extra:
        raise Conflict(
            _("The visit holds lines that were not reviewed on the tablet: %(names)s") % {"names": ", ".join(extra)},
            code="manifest_changed",
            details={"extra": extra},
        )


def _files_here(visit: Visit, files: dict[uuid.UUID, str]) -> tuple[list[str], list[str]]:
    """Return the files named that are not here, and the files here that are not named."""
    rows = Upload.objects.filter(visit=visit, role=Role.WORKING, state=FileState.DONE)
    here = {row.evidence_key: row for row in rows}
    missing = [f"evidence:{key}" for key, sha256 in files.items() if key not in here or here[key].sha256 != sha256]
    named = {here[key].evidence_id for key in files if key in here} | files.keys()
    return missing, [
        f"evidence:{key}" for key in visit.evidence.standing().values_list("pk", flat=True) if key not in named
    ]


def _pairs(named: Reader, part: str, key_name: str, value_name: str) -> dict[uuid.UUID, str]:
    found: dict[uuid.UUID, str] = {}
    for line in _objects(named, part):
        read = Reader(line)
        key, value = read.key(key_name), read.text(value_name, required=True, most=16)
        if read.faults or key is None:
            named.fault(
                part, _("Each line names its %(key)s and its %(value)s.") % {"key": key_name, "value": value_name}
            )
            break
        found[key] = value
    return found


def _files(named: Reader) -> dict[uuid.UUID, str]:
    found: dict[uuid.UUID, str] = {}
    for line in _objects(named, "evidence"):
        read = Reader(line)
        key, sha256 = read.key("id"), read.sha256("sha256")
        if read.faults or key is None:
            named.fault("evidence", _("Each file names its key and its hash."))
            break
        found[key] = sha256
    return found


def _objects(named: Reader, name: str) -> list[Any]:
    value = named.data.get(name, [])
    if not isinstance(value, list):
        named.fault(name, _("Not a list."))
        return []
    return value
