/** What the server told in the page: addresses, release; and the protocol this application speaks. */

const told = document.getElementById("tablet-config");

/** `{version, system, map, demo, worker, api, signIn, signOut, secondFactor}` of web/tablet/views.py. */
export const config = told ? JSON.parse(told.textContent) : {};
export const APP_VERSION = config.version ?? "0";
export const PROTOCOL = 2;
