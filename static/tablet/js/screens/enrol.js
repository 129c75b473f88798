// First start: the code an administrator shows is spent once, and the tablet is known.

import { enrol } from "../net/session.js";
import { t } from "../words/index.js";
import { h } from "../parts/dom.js";
import { field, formCard, note, submit } from "../parts/field.js";
import { problemText } from "../parts/problems.js";

const given = () => new URLSearchParams(location.hash.replace(/^#\/?/, "")).get("enrol") || "";

export async function enrolScreen(ctx) {
  const code = field(t("enrol.code"), { value: given(), required: true, hint: t("enrol.hint"), autocapitalize: "characters", spellcheck: "false", class: "big code-input" });
  const trouble = h("div", { role: "alert" });
  const press = submit(t("enrol.do"));
  async function send() {
    code.fault(code.input.value.trim() ? "" : t("fault.code"));
    if (!code.input.value.trim()) return;
    press.disabled = true;
    try {
      await enrol(code.input.value.trim());
      history.replaceState(null, "", location.pathname);
      ctx.restart();
    } catch (error) {
      trouble.replaceChildren(note("bad", h("p", {}, error.code === "tablet_refused" ? t("enrol.refused") : problemText(error))));
    } finally {
      press.disabled = false;
    }
  }
  return {
    title: t("enrol.title"),
    node: h("div.narrow", {},
      h("p.lead", {}, t("enrol.text")),
      formCard("", send, code, trouble, h("div.row", {}, press)),
      h("p.soft", {}, t("enrol.install"))),
  };
}
