// QR codes in a picture, read on this device: small pictures enlarged, photos of many pixels made smaller first.

import { decodeQRBatch } from "./vendor/qr/decode.js";

const LONGEST_SIDES = [1600, 3200]; // of what the decoder sees, one after another
const MOST_ENLARGED = 3;
const PATIENCE = 3000; // milliseconds for one size

/** The texts of all codes; none where no code is readable. Throws where the file is no picture. */
export async function readCodes(file) {
  const picture = await createImageBitmap(file);
  try {
    for (const image of sizes(picture)) {
      const [found] = await decodeQRBatch([image], { timeLimit: PATIENCE, effort: 8 });
      const texts = found.filter((text) => typeof text === "string" && text);
      if (texts.length) return texts;
    }
    return [];
  } finally {
    picture.close();
  }
}

function* sizes(picture) {
  const longest = Math.max(picture.width, picture.height);
  const scales = LONGEST_SIDES.map((side) => Math.min(side / longest, MOST_ENLARGED));
  for (const scale of new Set([Math.min(1, scales[0]), ...scales])) yield drawn(picture, scale);
}

/** On white, for a code may stand on nothing. */
function drawn(picture, scale) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
