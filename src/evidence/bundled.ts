import { fileURLToPath } from 'node:url';

/** Path of a data file shipped under src/evidence/data, from the sources and from dist alike. */
export function bundledData(name: string): string {
  return fileURLToPath(new URL(`../../src/evidence/data/${name}`, import.meta.url));
}
