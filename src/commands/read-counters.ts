import { printable, UserError } from '../errors.ts';
import { readText } from '../files/read-input.ts';
import { type Attribution, attribute } from '../formats/guest-stats/attribute.ts';
import type { GuestStats } from '../formats/guest-stats/guest-stats.ts';
import { readGuestStats } from '../formats/guest-stats/index.ts';
import { note } from '../terminal/output.ts';

/** Counters of a guest as a tool printed them, and the events they are. */
export interface ReadCounters {
  stats: GuestStats;
  read: Attribution;
  /** What they are of, in words. */
  what: string;
  /** Time they cover; undefined where neither the file nor the user says. */
  seconds: number | undefined;
}

/** Reads `--from FORMAT FILE`; a UserError where it holds nothing that could be priced. */
export async function readCounters(
  words: readonly string[],
  seconds: number | undefined,
): Promise<ReadCounters> {
  const [id, file, ...rest] = words;
  if (!id || !file || rest.length > 0) throw new UserError('--from: expected FORMAT and FILE.');
  const stats = readGuestStats(await readText(file), file, id);
  const read = attribute(stats);
  if (read.exits === 0 && Object.keys(read.events).length === 0) {
    throw new UserError(printable(`${file}: ${id} holds no exits, so there is nothing to price.`));
  }
  for (const warning of stats.warnings) note(printable(`warning: ${warning}`, 200));
  const exits = read.exits.toLocaleString('en-US');
  const what = printable(`the ${exits} exits of ${file} (${id})`, 300);
  return { stats, read, what, seconds: seconds ?? stats.seconds };
}
