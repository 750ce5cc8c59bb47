// Copies the few third-party files that pages load from node_modules into wwwroot/lib (not committed), so that the host
// serves them itself and the Content-Security-Policy needs no other origin; and what the program that prints PDFs needs into
// pdf-printer (not committed, not served).
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

const printer = {
  "pdfkit/js/pdfkit.standalone.js": "pdfkit.cjs",
  "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf": "regular.ttf",
  "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf": "bold.ttf",
};

function copyAll(names, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [from, to] of Object.entries(names)) {
    const source = join(here, "node_modules", from);
    copyFileSync(source, join(folder, to));
    if (statSync(join(folder, to)).size === 0) {
      throw new Error(`${source} is empty: delete node_modules and build again`);
    }
  }
}

copyAll(printer, join(here, "pdf-printer"));
copyFileSync(join(here, "Pdf", "printer.mjs"), join(here, "pdf-printer", "printer.mjs"));
copyAll(files, target);
