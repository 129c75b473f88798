// The working copy of a photo: at most 300 kB; the original stays as it is.

const MOST = 300_000;
const SIDES = [1600, 1280, 1024, 800];
const QUALITIES = [0.82, 0.7, 0.55, 0.4];

// Returns {working, original, mime}: bytes. A small photo is its own working copy.
export async function shrunk(file) {
  const original = await file.arrayBuffer();
  const mime = file.type || "image/jpeg";
  if (original.byteLength <= MOST) return { working: original, original: null, mime };
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return { working: original, original: null, mime }; // a format this browser cannot draw goes as it is
  try {
    for (const side of SIDES) {
      const canvas = drawn(picture, side);
      for (const quality of QUALITIES) {
        const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
        if (small.size <= MOST) return { working: await small.arrayBuffer(), original, mime: "image/jpeg" };
      }
    }
  } finally {
    picture.close();
  }
  throw Object.assign(new Error("too large"), { code: "too_large" });
}

function drawn(picture, side) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = Object.assign(document.createElement("canvas"), {
    width: Math.round(picture.width * scale), height: Math.round(picture.height * scale),
  });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

// A thumbnail for lists, as a blob address that the caller lets go of.
export async function thumbnail(data, side = 240) {
  const picture = await createImageBitmap(new Blob([data]));
  const canvas = drawn(picture, side);
  picture.close();
  const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.7));
  return URL.createObjectURL(small);
}
