import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** Path of a data file shipped under src/evidence/data, from the sources and from dist alike. */
export function bundledData(name: string): string {
  return fileURLToPath(new URL(`../../src/evidence/data/${name}`, import.meta.url));
}

/** What a shipped file of gzipped JSON says: ours, so without a bound. */
export async function bundledJson(name: string): Promise<unknown> {
  return JSON.parse(gunzipSync(await readFile(bundledData(name))).toString('utf8'));
}
