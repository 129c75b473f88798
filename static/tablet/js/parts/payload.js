// What a form sends.

// Leaves out what is empty: an absent value and an empty one mean the same to the server.
export const clean = (payload) => Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== null && value !== undefined && value !== ""));
