// What is still missing before the seal, by the same rules as the server's (inspections/services/sealing.py); the
// server has the last word.

const PROOFS = ["measurement", "photo", "document_copy", "statement"];
export const PARTY = ["party", "representative"];
const STANDS_IN = ["witness", "commune"];

// What was recorded for one item: answer, findings, measurements, evidence.
export function stateOf(item, view) {
  const findings = view.findings.filter((row) => row.item === item.id);
  const ids = new Set(findings.map((row) => row.id));
  return {
    item, findings,
    answer: view.answers.find((row) => row.item === item.id) || null,
    measurements: view.measurements.filter((row) => row.item === item.id),
    evidence: view.evidence.filter((row) => row.kind !== "signature" && (row.item === item.id || ids.has(row.finding))),
  };
}

export function missingOf(state, stated) {
  const { answer, item, findings, measurements, evidence } = state;
  if (!answer?.choice) return ["answer"];
  if (answer.choice !== "fail" || answer.no_finding_reason) return [];
  if (!findings.length) return ["finding"];
  let files = evidence.length;
  return PROOFS.filter((proof) => item.evidence_required.includes(proof)).filter((proof) => {
    if (proof === "measurement") return !measurements.length;
    if (proof === "statement") return !stated;
    files -= 1;
    return files < 0;
  });
}

export const isStated = (view) => Boolean(view.concluded?.party_statement) || view.attendance.some((row) => row.statement);

// Returns [{where, key, item?, person?}]; empty when the visit may be sealed.
export function lacks(items, view) {
  const stated = isStated(view);
  const found = items.flatMap((item) => missingOf(stateOf(item, view), stated).map((key) => ({ where: "check", key: `lack.${key}`, item })));
  for (const row of view.part.open_violations || []) {
    if (!view.earlier.some((one) => one.earlier === row.id)) found.push({ where: "earlier", key: "lack.earlier", earlier: row });
  }
  const outcome = view.concluded?.outcome || "";
  if (!outcome) found.push({ where: "people", key: "lack.outcome" });
  else if (["violation", "both"].includes(outcome) && !view.findings.length) found.push({ where: "people", key: "lack.no_finding" });
  else if (outcome === "lawful" && view.findings.length) found.push({ where: "people", key: "lack.has_finding" });
  return [...found, ...lacksOfPeople(view)];
}

// Whether somebody who signed was shown the record as it is now.
export const signedLast = (view, row) => Boolean(view.shown && !view.shown.stale && row.shown_sha256 === view.shown.sha256);

export function lacksOfPeople(view) {
  const found = [];
  const party = view.attendance.filter((row) => PARTY.includes(row.capacity));
  const signed = view.attendance.filter((row) => row.signing === "signed");
  if (!party.length) found.push({ where: "people", key: "lack.party" });
  else if (!party.some((row) => row.signing === "signed")
    && !signed.some((row) => STANDS_IN.includes(row.capacity)) && !party.some((row) => row.no_witness_reason)) {
    found.push({ where: "people", key: "lack.witness" });
  }
  for (const row of signed) {
    if (!signedLast(view, row)) found.push({ where: "people", key: "lack.shown", person: row });
  }
  return found;
}
