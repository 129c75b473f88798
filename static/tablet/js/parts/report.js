// The report of a visit ends with what became of earlier violations; those lines are written anew at each saving.

import { inVietnamese } from "../words/index.js";
import { earlier } from "./record_text.js";

// The person's own words of a report.
export function own(report) {
  const lines = (report || "").split("\n");
  const cut = lines.indexOf(inVietnamese("earlier.title"));
  return (cut < 0 ? lines : lines.slice(0, cut)).join("\n").trim();
}

export const withEarlier = (report, view, closed) => [own(report), ...earlier(view, closed)].filter(Boolean).join("\n");
