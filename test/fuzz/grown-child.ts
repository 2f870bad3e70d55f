// Reads files grown to a megabyte by their structure: `grown-child.ts FIRST EVERY` reads each EVERY-th from the FIRST on. A line
// of JSON for what is begun, for each fault, and the end; its parent ends it where it does not come back.
import { mkdtempSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvironmentError, UserError } from '../../src/errors.ts';
import { GROWN_BYTES, grownFiles } from './grown.ts';
import { seedsByTarget } from './seeds.ts';
import { targets } from './targets.ts';

const [first = 0, every = 1] = process.argv.slice(2).map(Number);
const MOST_CPU_MS = 5000;
const MOST_GROWTH_MIB = 256;
const folder = mkdtempSync(join(tmpdir(), 'virtcost-grown-'));
const tell = (line: object) => writeSync(1, `${JSON.stringify(line)}\n`);
const usage = () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return { cpuMs: (userCPUTime + systemCPUTime) / 1000, mib: maxRSS / 1024 };
};

/** What reading one file costs; what it did that it must not do. */
async function read(work: () => unknown): Promise<string | undefined> {
  const before = usage();
  try {
    await work();
  } catch (error) {
    if (!(error instanceof UserError || error instanceof EnvironmentError))
      return `crash: ${error instanceof Error ? error.stack : String(error)}`;
  }
  const after = usage();
  if (after.cpuMs - before.cpuMs > MOST_CPU_MS)
    return `slow: ${Math.round(after.cpuMs - before.cpuMs)} ms of processor time`;
  if (after.mib - before.mib > MOST_GROWTH_MIB)
    return `memory: ${Math.round(after.mib - before.mib)} MiB`;
  return undefined;
}

const seeds = seedsByTarget();
let number = 0;
let done = 0;
for (const target of targets) {
  for (const seed of seeds.get(target.id) ?? []) {
    for (const { how, make } of grownFiles(seed.bytes)) {
      // 7919 is prime: neighbours, which are alike, fall into different shares.
      if ((number++ * 7919) % every !== first) continue;
      const bytes = make();
      if (!bytes || bytes.length > GROWN_BYTES) continue;
      tell({ begun: `${target.id}: ${how}` });
      const work = () => target.read(bytes, folder, seed.name);
      // What was compiled for the first time is not counted: only what is slow again is slow.
      const fault = (await read(work)) && (await read(work));
      if (fault) tell({ fault: fault.slice(0, 1500), target: target.id, how });
      done++;
      if (process.memoryUsage().heapUsed > 200 * 2 ** 20) globalThis.gc?.();
    }
  }
}
tell({ done });
rmSync(folder, { recursive: true, force: true });
process.exit(0);
