"""Which colour stands beside the word of a state: results are green, red or amber, everything else is quiet."""

GOOD = frozenset(
    {
        "active",
        "verified",
        "approved",
        "granted",
        "lawful",
        "yes",
        "pass",
        "in_tolerance",
        "valid",
        "done",
        "closed",
        "issued",
        "record_issued_ok",
    }
)
BAD = frozenset({"revoked", "violation", "no", "fail", "out_of_tolerance", "annulled", "failed", "refused", "invalid"})
WARN = frozenset(
    {
        "suspended",
        "expired",
        "not_possible",
        "cancelled",
        "returned_to_inspector",
        "overdue",
        "superseded",
        "surrendered",
        "under_review",
        "unclear",
        "unverified",
        "transferred",
        "referred",
        "waiting",
    }
)
INFO = frozenset(
    {
        "planned",
        "announced",
        "dispatched",
        "in_progress",
        "sealed",
        "received",
        "open",
        "record_issued",
        "running",
        "pending",
        "explanation_period",
    }
)


def tone_of(value: str) -> str:
    """Return good, bad, warn, info or neutral."""
    for tone, values in (("good", GOOD), ("bad", BAD), ("warn", WARN), ("info", INFO)):
        if value in values:
            return tone
    return "neutral"
