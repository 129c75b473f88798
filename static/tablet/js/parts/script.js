// A library of the classic kind, loaded when it is first needed; it lies on the tablet like everything else.

const loading = new Map();

// Resolves when the script of this address has run; a failed load is tried anew the next time.
export function script(url) {
  if (!loading.has(url)) {
    loading.set(url, new Promise((resolve, reject) => {
      document.head.append(Object.assign(document.createElement("script"), { src: url, onload: resolve, onerror: reject }));
    }).catch((error) => { loading.delete(url); throw error; }));
  }
  return loading.get(url);
}
