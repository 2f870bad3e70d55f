// Reads damaged files one after another and tells what must not be: `child.ts FIRST COUNT [TARGET]`. Its parent ends it
// where it does not come back. A line of JSON each: what is begun every fifty, each fault, and the end.
import fs, { mkdtempSync, rmSync, writeSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EnvironmentError, UserError } from '../../src/errors.ts';
import { mutant } from './mutate.ts';
import { type Seed, seedsByTarget } from './seeds.ts';
import { type Target, targets } from './targets.ts';

const [first = 0, count = 100, wantedId] = [
  Number(process.argv[2]),
  Number(process.argv[3]),
  process.argv[4],
];
const MOST_CPU_MS = 1000;
const MOST_GROWTH_KIB = 256 * 1024;
/** Each starts a thread with a reader of its own, and disk images are megabytes. */
const SLOW = /opendc|vhdx|PlanetLab/;

const folder = mkdtempSync(join(tmpdir(), 'virtcost-fuzz-'));
const tell = (line: object) => writeSync(1, `${JSON.stringify(line)}\n`);

/** Whatever a file says, nothing is written outside the folder of this process. */
const escapes: string[] = [];
for (const name of ['openSync', 'writeFileSync', 'mkdirSync', 'rmSync', 'renameSync'] as const) {
  const original = fs[name] as (...args: unknown[]) => unknown;
  const watched = (path: unknown, ...rest: unknown[]) => {
    const writes = name !== 'openSync' || /[wa+]/.test(String(rest[0] ?? 'r'));
    if (writes && typeof path === 'string' && !resolve(path).startsWith(folder)) escapes.push(path);
    return original(path, ...rest);
  };
  Object.assign(fs, { [name]: watched });
}
syncBuiltinESMExports();

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal escapes in foreign names are the danger
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
const own = Object.getOwnPropertyNames(Object.prototype).length;

function wrongMessage(error: unknown): string | undefined {
  if (!(error instanceof UserError || error instanceof EnvironmentError)) {
    return `crash: ${error instanceof Error ? error.stack : String(error)}`;
  }
  if (UNPRINTABLE.test(error.message))
    return `control characters: ${JSON.stringify(error.message)}`;
  if (error.message.length > 8000) return `a message of ${error.message.length} characters`;
  return undefined;
}

/** Asking costs as much as reading a small file: once for each, the end of one is the beginning of the next. */
const usage = () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return { cpuMs: (userCPUTime + systemCPUTime) / 1000, peakKib: maxRSS };
};
let before = usage();

/** Files read and processor time of each target, in ms. */
const spentOn = new Map<string, { files: number; cpuMs: number }>();

/** What reading one file did that it must not do. */
async function faultsOf(target: Target, bytes: Buffer, name: string): Promise<string[]> {
  const faults: string[] = [];
  let read = false;
  try {
    await target.read(bytes, folder, name);
    read = true;
  } catch (error) {
    const wrong = wrongMessage(error);
    if (wrong) faults.push(wrong);
  }
  const after = usage();
  const spent = after.cpuMs - before.cpuMs;
  const grown = after.peakKib - before.peakKib;
  before = after;
  const sum = spentOn.get(target.id) ?? { files: 0, cpuMs: 0 };
  spentOn.set(target.id, { files: sum.files + 1, cpuMs: sum.cpuMs + spent });
  if (spent > MOST_CPU_MS && !SLOW.test(target.id))
    faults.push(`slow: ${Math.round(spent)} ms of processor time`);
  if (grown > MOST_GROWTH_KIB) faults.push(`memory: ${Math.round(grown / 1024)} MiB`);
  if (Object.getOwnPropertyNames(Object.prototype).length !== own)
    faults.push('the prototype of all objects was changed');
  for (const path of escapes.splice(0)) faults.push(`wrote to ${path}`);
  if (read) readable++;
  return faults;
}

const seeds = seedsByTarget();
const every = [...seeds.values()].flat();
const chosen = targets.filter(
  ({ id }) => seeds.has(id) && (wantedId === undefined || id === wantedId),
);
let readable = 0;
let done = 0;

for (let number = first; number < first + count; number++) {
  const target = chosen[number % chosen.length] as Target;
  if (SLOW.test(target.id) && Math.floor(number / chosen.length) % 50 !== 0) continue;
  const own = seeds.get(target.id) as readonly Seed[];
  const seed = own[Math.floor(number / chosen.length) % own.length] as Seed;
  const other = every[(number * 7919) % every.length] as Seed;
  if (done++ % 50 === 0) tell({ begun: number, target: target.id });
  const bytes = mutant(seed.bytes, other.bytes, number);
  let faults = await faultsOf(target, bytes, seed.name);
  // Compiling and collecting are paid by whoever comes first: only what is slow again is slow.
  if (faults.every((fault) => /^(slow|memory)/.test(fault)) && faults.length > 0) {
    globalThis.gc?.();
    before = usage();
    faults = await faultsOf(target, bytes, seed.name);
  }
  for (const fault of faults) tell({ number, target: target.id, fault: fault.slice(0, 1500) });
  if (process.memoryUsage().heapUsed > 200 * 2 ** 20) globalThis.gc?.();
}
tell({ done, readable, targets: chosen.length, spentOn: Object.fromEntries(spentOn) });
rmSync(folder, { recursive: true, force: true });
process.exit(0);
