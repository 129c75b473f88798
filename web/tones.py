"""Which colour stands beside the word of a state: results are green, red or amber, everything else is quiet."""

GOOD = frozenset(
    [
        "active",
        "verified",
        "approved",
        "granted",
        "lawful",
        "yes",
        "pass",
        "within",
        "in_tolerance",
        "valid",
        "done",
        "closed",
        "issued",
        "sent",
        "told_by_letter",
        "applied",
        "paid",
        "confirmed",
        "remedied",
    ]
)
BAD = frozenset(
    [
        "revoked",
        "violation",
        "both",
        "no",
        "fail",
        "out",
        "out_of_tolerance",
        "annulled",
        "failed",
        "refused",
        "invalid",
        "unknown",
        "not_remedied",
    ]
)
WARN = frozenset(
    [
        "suspended",
        "expired",
        "not_possible",
        "cancelled",
        "returned_to_inspector",
        "overdue",
        "superseded",
        "surrendered",
        "unclear",
        "review",
        "unverified",
        "referred",
        "waiting",
        "invited",
        "explained",
        "assigned",
        "returned_for_supplement",
        "fee_due",
        "lapsed",
        "withdrawn",
        "requested",
        "by_letter",
        "overtaken",
        "partly_paid",
        "partly",
        "not_checked",
        "found",
        "entered",
    ]
)
INFO = frozenset(
    [
        "planned",
        "announced",
        "dispatched",
        "in_progress",
        "out",
        "sealed",
        "received",
        "under_review",
        "open",
        "record_issued",
        "running",
        "submitted",
        "completeness_check",
        "technical_examination",
        "decision_proposed",
        "countersigned",
        "forwarded",
        "pending",
        "declared",
        "proposed",
    ]
)


def tone_of(value: str) -> str:
    """Return good, bad, warn, info or neutral."""
    for tone, values in (("good", GOOD), ("bad", BAD), ("warn", WARN), ("info", INFO)):
        if value in values:
            return tone
    return "neutral"
