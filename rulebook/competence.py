"""Whether a post may decide an act: its matter, its scope, its ceiling against the maximum of the bracket."""

from dataclasses import dataclass
from decimal import Decimal

from rulebook.enums import Measure, SubjectKind
from rulebook.models import Office, Penalty, Provision


@dataclass(frozen=True)
class Competence:
    """How a post stands to an act; amounts in VND for the subject asked about, None where not seen."""

    office: Office
    handles_matter: bool
    in_scope: bool
    bracket_max_vnd: int | None
    ceiling_vnd: int | None
    within_ceiling: bool
    may_add: bool

    @property
    def competent(self) -> bool:
        """Whether the post may decide this act with everything the clause may bring."""
        return self.handles_matter and self.in_scope and self.within_ceiling and self.may_add


def weigh(office: Office, penalty: Penalty, subject: str, individual_factor: Decimal) -> Competence:
    """Return how the post stands to the act of an organisation or individual.

    Ceilings are amounts for organisations (Decree 174/2026, Article 4, clause 4); for an individual the ceiling is
    `individual_factor` of it. The comparison is with the maximum of the bracket.
    """
    ceiling = office.ceilings.get(penalty.sector)
    if subject == SubjectKind.INDIVIDUAL and ceiling is not None:
        ceiling = int(Decimal(ceiling) * individual_factor)
    own_rate = penalty.applies_to == SubjectKind.INDIVIDUAL
    highest = penalty.bracket_for(SubjectKind.INDIVIDUAL if own_rate else subject)[1]
    warned = penalty.penalty_kind == "warning"
    return Competence(
        office=office,
        handles_matter=not office.matters or penalty.domain in office.matters,
        in_scope=any(_covers(part, penalty.provision) for part in office.scope),
        bracket_max_vnd=highest,
        ceiling_vnd=ceiling,
        within_ceiling=ceiling is not None and (warned or (highest is not None and highest <= ceiling)),
        may_add=_may_add(office, penalty),
    )


def _covers(part: dict[str, object], provision: Provision) -> bool:
    """An older decree's provisions carry no chapter: there only `all` covers, and articles are never compared."""
    if part.get("all"):
        return True
    if not provision.chapter:
        return False
    return all(getattr(provision, name) == value for name, value in part.items())


def _may_add(office: Office, penalty: Penalty) -> bool:
    """A clause that may suspend or confiscate needs a post that may."""
    if penalty.suspends and not office.may_suspend:
        return False
    return Measure.CONFISCATION not in penalty.supplementary_kinds or office.may_confiscate
