import { UserError } from '../errors.ts';
import { unknownName } from '../names.ts';

/** The entry of that id, or an error that names the ids there are. */
export function chosen<Entry extends { id: string }>(
  entries: readonly Entry[],
  id: string,
  what: string,
): Entry {
  const found = entries.find((entry) => entry.id === id);
  if (found) return found;
  throw new UserError(
    unknownName(
      what,
      id,
      entries.map((entry) => entry.id),
    ),
  );
}
