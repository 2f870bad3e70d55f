import { stat } from 'node:fs/promises';
import { UserError } from '../../errors.ts';
import { readFailure, readText } from '../../files/read-input.ts';
import type { GuestStats } from '../../formats/guest-stats/guest-stats.ts';
import { guestStatsFormats, readGuestStats } from '../../formats/guest-stats/index.ts';
import { lookAt } from '../../formats/inventory/exports.ts';
import { inventoryReaders, readInventory, tablesReaders } from '../../formats/inventory/index.ts';
import { rawTitlesOf } from '../../formats/inventory/rows.ts';
import { readViewLoad, type ViewLoad } from '../../formats/vrops/load.ts';
import { viewShape } from '../../formats/vrops/view.ts';
import type { Inventory } from '../../inventory/inventory.ts';

/** What a file turned out to be. */
export type Imported =
  | { kind: 'guest statistics'; stats: GuestStats }
  | { kind: 'inventory'; inventory: Inventory }
  | { kind: 'load'; load: ViewLoad };

const isFolder = (path: string) =>
  stat(path).then(
    (info) => info.isDirectory(),
    (error: unknown) => {
      throw readFailure(path, error);
    },
  );

/** Does any reader of inventories know a text that begins so? */
function isInventory(head: string): boolean {
  if (inventoryReaders.some((reader) => reader.sniff('', head))) return true;
  const header = { name: '', titles: rawTitlesOf(head) };
  return tablesReaders.some((reader) => {
    const table = reader.tableOf(header);
    return table !== undefined && reader.claims(new Set([table]), [header]);
  });
}

/** Reads what a file is by its content: `format` is the id of a reader of guest statistics. */
export async function readImport(path: string, format?: string): Promise<Imported> {
  const guest = async (): Promise<Imported> => ({
    kind: 'guest statistics',
    stats: readGuestStats(await readText(path), path, format),
  });
  if (format !== undefined) return guest();
  if (await isFolder(path)) return { kind: 'inventory', inventory: await readInventory(path) };
  const seen = await lookAt(path);
  if ('archive' in seen || seen.workbook) {
    return { kind: 'inventory', inventory: await readInventory(path) };
  }
  const { head } = seen;
  if (guestStatsFormats.some((candidate) => candidate.sniff(head))) return guest();
  if (viewShape(rawTitlesOf(head))) return { kind: 'load', load: await readViewLoad(path) };
  if (isInventory(head)) return { kind: 'inventory', inventory: await readInventory(path) };
  return guest();
}

/** Refuses options of guest statistics for a file of another kind. */
export function refuseGuestOptions(
  kind: Imported['kind'],
  options: Readonly<Record<string, unknown>>,
): void {
  const given = Object.entries({
    guest: '--guest',
    seconds: '--seconds',
    instructionsPerSecond: '--instructions-per-second',
  })
    .filter(([key]) => options[key] !== undefined)
    .map(([, flag]) => flag);
  if (given.length > 0) {
    throw new UserError(
      `expected no ${given.join(', ')}: the file is ${kind === 'load' ? 'load of machines or hosts' : 'an inventory'}, not statistics of a guest.`,
    );
  }
}
