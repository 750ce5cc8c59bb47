// Copies the few third-party files that pages load from node_modules into wwwroot/lib (not committed), so that the host
// serves them itself and the Content-Security-Policy needs no other origin.
import { copyFileSync, mkdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "wwwroot", "lib");
const files = {
  "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
  "htmx.org/dist/htmx.min.js": "htmx.min.js",
  "echarts/dist/echarts.common.min.js": "echarts.common.min.js",
};

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const [from, to] of Object.entries(files)) {
  const source = join(here, "node_modules", from);
  copyFileSync(source, join(target, to));
  if (statSync(join(target, to)).size === 0) {
    throw new Error(`${source} is empty: delete node_modules and build again`);
  }
}
