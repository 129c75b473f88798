// The English words of the tablet, a file for each subject; the same keys in both languages.

import { check } from "./check.js";
import { day } from "./day.js";
import { device } from "./device.js";
import { frame } from "./frame.js";
import { labels } from "./labels.js";
import { measure } from "./measure.js";
import { people } from "./people.js";

export const en = { ...check, ...day, ...device, ...frame, ...labels, ...measure, ...people };
