import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { badInput, printable, UserError } from '../../errors.ts';
import { readFailure } from '../../files/read-input.ts';
import { type MemoryImage, PAGE_BYTES, type Run, totalPages } from './image.ts';

/** Bits of a /proc/PID/pagemap entry (Documentation/admin-guide/mm/pagemap.rst). */
const PRESENT = 1n << 63n;
const SWAPPED = 1n << 62n;
const ENTRY_BYTES = 8;
const ENTRIES_PER_READ = 65_536;
/** Mappings below this are the process's own heap and stacks rather than guest memory. */
const MIN_MAPPING_BYTES = 16 * 1024 * 1024;
const MAX_PAGES = 2 ** 32;

interface Mapping {
  from: number;
  to: number;
}

/** Private or shared writable mappings of at least 16 MiB from the text of /proc/PID/maps. */
export function guestMappings(maps: string): Mapping[] {
  return maps
    .split('\n')
    .map((line) => /^([0-9a-f]{1,16})-([0-9a-f]{1,16}) rw/.exec(line))
    .filter((match) => match !== null)
    .map((match) => ({ from: Number.parseInt(match[1]!, 16), to: Number.parseInt(match[2]!, 16) }))
    .filter(({ from, to }) => Number.isSafeInteger(to) && to - from >= MIN_MAPPING_BYTES);
}

/**
 * The large writable mappings of a running process, a VM's memory among them. Only pages that are present are read:
 * reading others would bring them in. Nothing is written, the process is not stopped.
 */
export function openProcess(pid: number, root = '/proc'): MemoryImage {
  const folder = `${root}/${pid}`;
  try {
    const mappings = guestMappings(readFileSync(`${folder}/maps`, 'utf8'));
    if (mappings.length === 0) {
      throw badInput({
        file: folder,
        expected: 'a writable mapping of at least 16 MiB (a VM)',
        found: 'none',
      });
    }
    const leftOut = { swapped: 0, absent: 0 };
    const runs = mappings.flatMap((mapping) => presentRuns(folder, mapping, leftOut));
    const pages = totalPages(runs);
    if (pages === 0) throw badInput({ file: folder, expected: 'present pages', found: 'none' });
    return {
      name: `pid ${pid}`,
      path: `${folder}/mem`,
      kind: 'process',
      runs,
      pages,
      allocatedBytes: pages * PAGE_BYTES,
      leftOut,
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new UserError(printable(`${folder}: there is no such process.`));
    }
    throw readFailure(folder, error);
  }
}

function presentRuns(
  folder: string,
  { from, to }: Mapping,
  leftOut: { swapped: number; absent: number },
): Run[] {
  const runs: Run[] = [];
  const fd = openSync(`${folder}/pagemap`, 'r');
  try {
    const window = Buffer.alloc(ENTRIES_PER_READ * ENTRY_BYTES);
    const end = Math.min(to / PAGE_BYTES, from / PAGE_BYTES + MAX_PAGES);
    for (let page = from / PAGE_BYTES; page < end; ) {
      const wanted = Math.min(ENTRIES_PER_READ, end - page) * ENTRY_BYTES;
      const got = readSync(fd, window, 0, wanted, page * ENTRY_BYTES);
      if (got === 0) break;
      for (let at = 0; at + ENTRY_BYTES <= got; at += ENTRY_BYTES, page++) {
        const entry = window.readBigUInt64LE(at);
        if ((entry & PRESENT) === 0n) {
          if (entry & SWAPPED) leftOut.swapped++;
          else leftOut.absent++;
          continue;
        }
        const last = runs.at(-1);
        if (last && last.firstFrame + last.pages === page) {
          last.pages++;
          last.storedPages++;
        } else {
          runs.push({ firstFrame: page, pages: 1, offset: page * PAGE_BYTES, storedPages: 1 });
        }
      }
    }
  } finally {
    closeSync(fd);
  }
  return runs;
}
