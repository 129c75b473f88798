// What the shell page tells: the agency, the addresses of the map; read once.

let read = null;

export function config() {
  read ??= JSON.parse(document.getElementById("tablet-config")?.textContent || "{}");
  return read;
}
