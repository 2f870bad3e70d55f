import { printable, UserError } from '../errors.ts';

/** The entry of that id, or an error that names the ids there are. */
export function chosen<Entry extends { id: string }>(
  entries: readonly Entry[],
  id: string,
  what: string,
): Entry {
  const found = entries.find((entry) => entry.id === id);
  if (found) return found;
  const known = entries.map((entry) => entry.id).join(', ');
  throw new UserError(printable(`expected ${what} (${known}), found "${id}".`));
}
