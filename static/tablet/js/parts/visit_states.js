// The states of a visit on this tablet, as words and tones.

import { t } from "../words/index.js";
import { mark } from "./field.js";

const TONES = { new: "neutral", started: "warn", concluded: "warn", sealed: "warn", sent: "good", given_up: "neutral", returned: "bad" };

export const stateMark = (state) => mark(TONES[state] || "neutral", t(`state.${state in TONES ? state : "new"}`));
// Taken back by the office before it was done; a visit that is done leaves the package as well.
export const isRecalled = ({ gone, state }) => gone && ["new", "started", "concluded"].includes(state);
export const isOver = (state) => ["sealed", "sent", "given_up"].includes(state);
