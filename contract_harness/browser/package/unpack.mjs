// Unpacks what the package holds compressed, into TMPDIR: the browser, its libraries, a font.
import { readdirSync } from "node:fs";
import { inflate } from "@sparticuz/chromium";

const compressed = "node_modules/@sparticuz/chromium/bin";
for (const name of readdirSync(compressed)) await inflate(`${compressed}/${name}`);
