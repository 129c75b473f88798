// What hinders sending, in words; nothing recorded depends on it.

import { has, t } from "../words/index.js";

export function problemText(problem) {
  if (!problem) return "";
  const key = `problem.${problem.code}`;
  return has(key) ? t(key) : t("problem.refused", { why: problem.detail || problem.code || problem.message || "" });
}
