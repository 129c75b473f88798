// Signing in with the account of the office, in place; what is recorded stays as it is meanwhile.

import { signIn, signInCode } from "../net/session.js";
import { isLocked, people } from "../store/vault.js";
import { t } from "../words/index.js";
import { h, replace } from "../parts/dom.js";
import { button, field, formCard, note, submit } from "../parts/field.js";
import { problemText } from "../parts/problems.js";

// `then(person)` is called when the server knows the person.
export function signInForm(then, { user = "", text = t("signin.text") } = {}) {
  const trouble = h("div", { role: "alert" });
  const box = h("div.narrow");

  async function attempt(does, press) {
    press.disabled = true;
    try {
      const told = await does();
      if (told.ok) await then(told.person);
      else if (told.needsCode) second();
      else replace(trouble, note("bad", (told.errors.length ? told.errors : [t("signin.wrong")]).map((line) => h("p", {}, line))));
    } catch (error) {
      replace(trouble, note("bad", h("p", {}, problemText(error))));
    } finally {
      press.disabled = false;
    }
  }

  function first() {
    const name = field(t("signin.user"), { value: user, autocomplete: "username", required: true, autocapitalize: "none", spellcheck: "false" });
    const secret = field(t("signin.password"), { type: "password", autocomplete: "current-password", required: true });
    const press = submit(t("signin.do"));
    replace(box, h("p.lead", {}, text), formCard("", () => {
      name.fault(name.input.value.trim() ? "" : t("fault.needed"));
      secret.fault(secret.input.value ? "" : t("fault.needed"));
      if (name.input.value.trim() && secret.input.value) attempt(() => signIn(name.input.value.trim(), secret.input.value), press);
    }, name, secret, trouble, h("div.row", {}, press)));
  }

  function second() {
    const code = field(t("signin.second"), { inputmode: "numeric", autocomplete: "one-time-code", required: true });
    const press = submit(t("signin.do"));
    replace(trouble);
    replace(box, formCard("", () => attempt(() => signInCode(code.input.value.trim()), press),
      code, trouble, h("div.row", {}, press, button(t("back"), first, "outline"))));
    code.input.focus();
  }
  first();
  return box;
}

// Shown when the session is over while one works: after it everything goes on where it stopped.
export async function signInScreen(ctx) {
  const known = await people();
  return { title: t("signin.title"), node: h("div", {}, isLocked() ? null : note("info", h("p", {}, t("signin.kept"))), signInForm(async (person) => {
    if (isLocked()) ctx.gate({ person, known: known.some((one) => one.id === person.id) });
    else { ctx.sync(); ctx.go("/today"); }
  })) };
}
