// Measures translations of long traces: `npx tsx scripts/scale-trace.ts 10000000 1000000000` prints rows of accesses, seconds
// and memory. Reads all over 1 GiB in the compact format, 8 bytes an access, so that a billion take 8 GB of disk; the built
// program runs (`npm run build`).
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Rng } from '../src/rng.ts';
import { measured } from './scale/measured.ts';
import { tableRow } from './scale/table-row.ts';

const LINES = 2 ** 24;
const LOT = 2 ** 20;
const KINDS_BITS = 2n;

/** Writes lots of words `address << 2 | kind`; one lot is written again and again, its lines turned by one page a time. */
function writeTrace(path: string, accesses: number): void {
  const rng = new Rng(7);
  const words = BigUint64Array.from(
    { length: LOT },
    () => BigInt(64 * rng.nextBelow(LINES)) << KINDS_BITS,
  );
  const page = 4096n << KINDS_BITS;
  const fd = openSync(path, 'w');
  for (let done = 0; done < accesses; done += LOT) {
    for (let i = 0; i < LOT; i++) words[i] = (words[i] ?? 0n) + page;
    writeSync(fd, words.subarray(0, Math.min(LOT, accesses - done)));
  }
  closeSync(fd);
}

tableRow(['accesses', 'file, MB', 'CPU, s', 'peak, MiB', 'longest pause, s']);
for (const accesses of process.argv.slice(2).map(Number)) {
  const folder = mkdtempSync(join(tmpdir(), 'virtcost-trace-'));
  try {
    const path = join(folder, 'trace.bin');
    writeTrace(path, accesses);
    const { cpuS, mib, pause } = await measured(['translate', '--trace', path, '--json']);
    tableRow([accesses, Math.round(statSync(path).size / 1e6), cpuS, mib, pause]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
