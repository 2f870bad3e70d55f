import { parse } from 'csv-parse/sync';
import { badInput } from '../../errors.ts';
import { PAGE_BYTES } from '../../kernels/migration/replay-input.ts';
import { ofPattern, type Pattern, patterns } from '../../model/migration/dirty.ts';
import type { NamedGuest } from '../../model/migration/policies/shared-link.ts';
import { parseBytes, parseCount } from '../../units.ts';

const MAX_MACHINES = 5000;
const MAX_RAM = 2 ** 46;

/**
 * Machines to evacuate: CSV with name, from (host), ram, working_set and writes_per_s, and optionally
 * pattern and zero_share.
 */
export function readFleet(text: string, file: string): NamedGuest[] {
  let rows: Record<string, string>[];
  try {
    rows = parse(text, {
      columns: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 10_000,
    });
  } catch (error) {
    throw badInput({ file, expected: 'a CSV table', found: (error as Error).message });
  }
  if (rows.length === 0 || rows.length > MAX_MACHINES) {
    throw badInput({ file, expected: `1 to ${MAX_MACHINES} machines`, found: `${rows.length}` });
  }
  return rows.map((row, i) => {
    const wrong = (expected: string, found: string | undefined) =>
      badInput({ file, line: i + 2, expected, found: found ? `"${found}"` : 'nothing' });
    const ram = parseBytes(row.ram ?? '');
    if (!ram || ram < 2 ** 20 || ram > MAX_RAM)
      throw wrong('ram from 1MiB to 64TiB, such as 8GiB', row.ram);
    const set = parseBytes(row.working_set ?? '0');
    if (set === undefined || set > ram)
      throw wrong('working_set of at most the ram', row.working_set);
    const rate = parseCount(row.writes_per_s || '0') ?? Number.NaN;
    if (!(rate >= 0 && rate <= 1e8)) throw wrong('writes_per_s from 0 to 1e8', row.writes_per_s);
    const zero = Number(row.zero_share || 0);
    if (!(zero >= 0 && zero <= 1)) throw wrong('zero_share from 0 to 1', row.zero_share);
    const pattern = (row.pattern || (rate > 0 && set > 0 ? 'uniform' : 'idle')) as Pattern;
    if (!patterns.includes(pattern)) throw wrong(`pattern of ${patterns.join(', ')}`, row.pattern);
    const dirty = ofPattern(pattern, Math.max(1, Math.floor(set / PAGE_BYTES)), rate);
    const guest = { ramBytes: ram, zeroShare: zero, dirty, deviceStateBytes: 2 ** 20 };
    return {
      name: (row.name || `machine ${i + 1}`).slice(0, 200),
      from: row.from || 'host',
      guest,
    };
  });
}
