// A visit that the chief gave back is amended on the tablet: every change then says why, in the words typed once.

import * as drafts from "../store/drafts.js";
import { returned } from "../store/returned.js";

const name = (visitId) => `amend:${visitId}`;

export const reasonTyped = async (visitId) => (await drafts.get(name(visitId)).catch(() => null))?.reason || "";
export const typeReason = (visitId, reason) => drafts.put(name(visitId), { reason });

// What goes along with a record of this visit: nothing, unless it was given back; then the reason typed, or the chief's note.
export async function amendment(visitId) {
  const told = await returned(visitId);
  return told ? { amendment_reason: (await reasonTyped(visitId)) || told.reason } : {};
}
