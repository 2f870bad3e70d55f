import { UserError } from '../errors.ts';
import { readJson } from '../files/read-input.ts';
import { namesOf } from '../hosts/earlier-ids.ts';
import type { Host } from '../hosts/host.ts';
import { hostById, hosts } from '../hosts/index.ts';
import { parseHost } from '../hosts/load.ts';
import { isWildcard, matchesName } from '../wildcard.ts';

const MAX_BYTES = 1024 * 1024;

/** The only built-in profile a wildcard stands for, by its id of today or an earlier one. */
function hostMatching(pattern: string): Host {
  const found = hosts.filter(({ id }) => namesOf(id).some((name) => matchesName(pattern, name)));
  if (found.length === 1) return found[0] as Host;
  const ids = found.map(({ id }) => id).join(', ');
  throw new UserError(
    `expected a wildcard that one host matches (virtcost host list), found "${pattern.slice(0, 80)}", ${found.length === 0 ? 'which none does' : `which ${found.length} do: ${ids}`}.`,
  );
}

/** The host a `--host` option names: a built-in id, a wildcard, or a JSON file written by `host probe`. */
export async function hostFrom(text: string): Promise<Host> {
  if (!text.endsWith('.json') && !text.includes('/'))
    return isWildcard(text) ? hostMatching(text) : hostById(text);
  return parseHost(await readJson(text, MAX_BYTES), text);
}
