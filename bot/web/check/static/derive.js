// scrypt with the cost that the format fixes, in a worker: the one step that browsers do not bring themselves.

import { scrypt } from "./vendor/noble-hashes/scrypt.js";

addEventListener("message", ({ data: { password, salt } }) => {
  postMessage(scrypt(new TextEncoder().encode(password), salt, { N: 2 ** 15, r: 8, p: 1, dkLen: 44 }));
});
