/** Sends operations in batches, in order, each until it has its receipt. */

import { Busy, call, Refused, TooLarge } from "../net/client.js";
import { pack, sendPlainly } from "../net/packing.js";
import { batchBytes, measured, patience } from "../net/rate.js";
import { sendAgain } from "../store/file_queue.js";
import { nextBatch, settle } from "../store/outbox.js";

const MOST = 20;
const TURNS = 20; // so often "busy" is waited for within one run, then the back-off decides
const UNREADABLE = new Set([400, 415]);
let most = MOST; // halved by each 413

/**
 * Send what can be sent now. `asked` collects the places in the order the server answered `retry` for: they are asked
 * again in the next run, or when a file has arrived. Returns how many were settled.
 * @throws {NoAnswer|Refused|TooLarge} the operations stay as they are
 */
export async function sendOperations(asked) {
  let settled = 0;
  for (;;) {
    const bodies = await nextBatch(most, batchBytes(), asked);
    if (!bodies.length) return settled;
    const answers = await send(bodies);
    if (!answers) continue; // smaller or plain, once more
    for (const [index, body] of bodies.entries()) {
      const answer = answers[index];
      if (answer && (await settle(body, answer))) settled += 1;
      else asked.add(body.seq);
      if (answer?.status === "retry") await lackingFiles(answer.missing);
    }
  }
}

async function send(bodies) {
  const { body, headers, packed } = await pack(JSON.stringify({ operations: bodies }));
  try {
    const json = await inTurn(async (turn) => {
      const begun = performance.now();
      const told = await call("POST", "operations/", { body, headers: { ...headers, ...turn }, timeout: patience(body.byteLength) });
      measured(body.byteLength, performance.now() - begun);
      return told.json;
    });
    most = Math.min(MOST, most + 1);
    return json.answers ?? [];
  } catch (error) {
    if (packed && error instanceof Refused && UNREADABLE.has(error.status)) {
      sendPlainly();
      return null;
    }
    if (!(error instanceof TooLarge) || bodies.length === 1) throw error;
    most = Math.max(1, Math.floor(bodies.length / 2));
    return null;
  }
}

/** Send, and while the server is busy send again when it said to. `send` takes the headers that say so. */
async function inTurn(send) {
  for (let turn = 1, headers = {}; ; turn += 1) {
    try {
      return await send(headers);
    } catch (error) {
      if (!(error instanceof Busy) || turn === TURNS) throw error;
      headers = { "Retried-After": String(error.ms) };
      await new Promise((done) => setTimeout(done, error.ms));
    }
  }
}

async function lackingFiles(missing) {
  for (const name of missing ?? []) {
    if (name.startsWith("evidence:")) await sendAgain(name.slice("evidence:".length));
  }
}
