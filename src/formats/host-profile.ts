import { readJson } from '../files/read-input.ts';
import type { Host } from '../hosts/host.ts';
import { hostById } from '../hosts/index.ts';
import { parseHost } from '../hosts/load.ts';

const MAX_BYTES = 1024 * 1024;

/** The host a `--host` option names: a built-in id, or a JSON file written by `host probe`. */
export async function hostFrom(text: string): Promise<Host> {
  if (!text.endsWith('.json') && !text.includes('/')) return hostById(text);
  return parseHost(await readJson(text, MAX_BYTES), text);
}
