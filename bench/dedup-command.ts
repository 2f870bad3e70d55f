// `virtcost dedup` on 4 GiB of cached dumps against reading them once with two threads. Wall time, not CPU time: two
// threads are the point. Whole processes on both sides, and the reading alone. Target: within 1.5 times.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Comparison, sideBySide, type Variant } from './side-by-side.ts';

const VMS = 4;
const PAGES = 262_144;
const PAGE_WORDS = 1024;
const CHUNK_PAGES = 4096;
/** Contents that several pages may have. */
const POOL = 400_009;

/** A quarter of the pages is zero, about 35 of 100 come from a pool all VMs draw on, the rest is unique. */
function writeDump(path: string, vm: number): void {
  const fd = openSync(path, 'w');
  const words = new Uint32Array(CHUNK_PAGES * PAGE_WORDS);
  for (let first = vm * PAGES; first < (vm + 1) * PAGES; first += CHUNK_PAGES) {
    for (let p = 0; p < CHUNK_PAGES; p++) {
      const page = first + p;
      const kind = (Math.imul(page, 2654435761) >>> 16) % 100;
      const pooled = 1 + ((Math.imul(page, 0x85ebca6b) >>> 8) % POOL);
      const seed = kind < 25 ? 0 : kind < 60 ? pooled : 1_000_000 + page;
      const at = p * PAGE_WORDS;
      if (seed === 0) words.fill(0, at, at + PAGE_WORDS);
      else
        for (let i = 0; i < PAGE_WORDS; i++) words[at + i] = Math.imul(seed + i, 2654435761) ^ seed;
    }
    writeSync(fd, words);
  }
  closeSync(fd);
}

const fromRoot = (path: string) => new URL(`../${path}`, import.meta.url).pathname;

function timed(name: string, args: readonly string[], ns: (output: string) => number | null) {
  const variant: Variant = {
    name,
    run() {
      const begin = process.hrtime.bigint();
      const output = execFileSync(process.execPath, args, { encoding: 'utf8' });
      const whole = Number(process.hrtime.bigint() - begin);
      return { cpuNs: ns(output) ?? whole, operations: VMS * PAGES, digest: null };
    },
  };
  return variant;
}

export async function dedupCommandBench(): Promise<Comparison[]> {
  const folder = mkdtempSync(join(tmpdir(), 'virtcost-dumps-'));
  try {
    const dumps = Array.from({ length: VMS }, (_, vm) => join(folder, `vm${vm}.raw`));
    dumps.forEach(writeDump);
    const read = [fromRoot('bench/read-files.mjs'), ...dumps];
    return await sideBySide(
      '4 GiB of cached dumps, two threads, wall time',
      [
        timed('read once, process and all', read, () => null),
        timed('read once, without the start of node', read, Number),
        timed('virtcost dedup', [fromRoot('dist/cli.js'), 'dedup', '--json', ...dumps], () => null),
      ],
      { rounds: 3, pairs: 5, warmUp: 1 },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
