/** The two proofs: the enrolled device, and the person's ordinary sign-in, asked for in place. */

import { config } from "../config.js";
import { pending } from "../store/outbox.js";
import { enrolment, keepEnrolment } from "../store/device.js";
import { StoreError } from "../store/errors.js";
import { isLocked, lock, person, recover, recoveryOf } from "../store/vault.js";
import { call, NoAnswer, Refused } from "./client.js";
import { contact } from "./contact.js";
import { noteReach } from "./reach.js";

/** Return {tablet, name, agency} or null. */
export async function enrolled() {
  const kept = await enrolment();
  return kept && { tablet: kept.tablet, name: kept.name, agency: kept.agency };
}

/** Spend the code of an invitation. @throws {Refused} `tablet_refused` for a wrong, spent or late one; {NoAnswer}. */
export async function enrol(code) {
  const platform = navigator.userAgent.slice(0, 200);
  const { json } = await call("POST", "enrol/", { json: { code, platform }, device: false });
  await keepEnrolment(json);
  return enrolled();
}

/** Return the person the server knows, {id}, or null when one has to sign in. @throws {NoAnswer|Refused} */
async function signedIn() {
  try {
    const told = await contact();
    return { id: told.person };
  } catch (error) {
    if (error instanceof Refused && error.code === "sign_in") return null;
    throw error;
  }
}

/**
 * Sign in with name and password. Returns {ok, person: {id, name}} or {ok: false, needsCode} or {ok: false, errors}.
 * @throws {NoAnswer}
 */
export function signIn(user, password) {
  return submit(config.signIn, { login: user, password }, user);
}

/** Give the code of the second factor, after `needsCode`. */
export function signInCode(code) {
  return submit(config.secondFactor, { code }, "");
}

/** Say whether signing out is free, or what holds it up: {operations, files}. */
export async function maySignOut() {
  return pending(person()?.id);
}

/** Sign out and lock. @throws {StoreError} `pending` while work of this person is not sent. */
export async function signOut() {
  const waiting = await maySignOut();
  if (waiting.operations || waiting.files) throw new StoreError("pending", null, waiting);
  await form(config.signOut, {});
  lock();
}

/** After a forgotten PIN and a sign-in: bring the person's key back from the server and set a new PIN. */
export async function resetPin(who, pin) {
  const locked = await recoveryOf(who.id);
  if (!locked) throw new StoreError("not_ready");
  const { json } = await call("POST", "recover/", { json: { locked } });
  await recover(who, json.key, pin);
}

async function submit(address, fields, user) {
  const { status, json } = await form(address, fields);
  if (status === 200 && json.location?.startsWith(config.secondFactor)) return { ok: false, needsCode: true };
  if (status !== 200) return { ok: false, errors: errorsOf(json) };
  const who = await signedIn();
  if (!who) return { ok: false, errors: [] };
  return { ok: true, person: { id: who.id, name: person()?.id === who.id && !isLocked() ? person().name : user } };
}

/** Post a form of the site as its own pages do and return {status, json}. */
async function form(address, fields) {
  const headers = { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" };
  const common = { credentials: "same-origin", cache: "no-store" };
  try {
    if (!csrf()) await fetch(config.signIn, { ...common, headers });
    const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: csrf() });
    const answer = await fetch(address, { ...common, method: "POST", headers, body });
    const json = await answer.json();
    noteReach(true);
    return { status: answer.status, json };
  } catch (error) {
    noteReach(false);
    throw new NoAnswer(navigator.onLine ? "proxy" : "offline", 0, error);
  }
}

function errorsOf(json) {
  const fields = Object.values(json.form?.fields ?? {}).flatMap((field) => field.errors);
  return [...(json.form?.errors ?? []), ...fields];
}

function csrf() {
  return document.cookie.split("; ").find((pair) => pair.startsWith("csrftoken="))?.slice("csrftoken=".length) ?? "";
}
