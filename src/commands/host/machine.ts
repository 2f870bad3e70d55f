import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { nth } from '../../elements.ts';
import { printable } from '../../errors.ts';
import type { MachineFacts } from '../../model/probe/machine.ts';

const system = '/sys/devices/system';

/** A small file of the system as text; undefined where there is none. */
const said = (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').then(
    (text) => text.trim().slice(0, 200),
    () => undefined,
  );

/** How many numbers a kernel list such as `0-3,8` names. */
function listed(list: string | undefined): number | undefined {
  if (list === undefined || !/^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(list)) return undefined;
  return list.split(',').reduce((sum, range) => {
    const [from, to = from] = range.split('-').map(Number) as [number, number?];
    return sum + to - from + 1;
  }, 0);
}

async function reportedCaches(): Promise<MachineFacts['caches']> {
  const folder = `${system}/cpu/cpu0/cache`;
  const names = await readdir(folder).catch((): string[] => []);
  const found = await Promise.all(
    names
      .filter((name) => /^index\d+$/.test(name))
      .map(async (name) => {
        const [level, type, size, ways] = await Promise.all(
          ['level', 'type', 'size', 'ways_of_associativity'].map((what) =>
            said(`${folder}/${name}/${what}`),
          ),
        );
        const kib = /^(\d+)K$/.exec(size ?? '')?.[1];
        if (kib === undefined || type === 'Instruction') return [];
        return [{ level: Number(level), kib: Number(kib), ways: Number(ways) || 0 }];
      }),
  );
  return found.flat();
}

/** A clock in kHz as cpufreq writes it, in GHz. */
const gigahertz = (khz: string | undefined) =>
  khz !== undefined && /^\d{4,9}$/.test(khz) ? Number(khz) / 1e6 : undefined;

/** Turbo and rounding: what a core may run at beyond what the system names. */
const BEYOND = 1.05;
/** Where only the clock of the moment is known: idle cores are slower, turbo is faster. */
const OF_MOMENT = [0.5, 2] as const;

/** The clocks the processor can have: by cpufreq, else about that of /proc/cpuinfo. */
async function reportedClock(): Promise<MachineFacts['clock']> {
  const folder = `${system}/cpu/cpu0/cpufreq`;
  const [low, high] = (
    await Promise.all(['cpuinfo_min_freq', 'cpuinfo_max_freq'].map((n) => said(`${folder}/${n}`)))
  ).map(gigahertz);
  if (low && high) return { lowGhz: low / BEYOND, highGhz: high * BEYOND, by: 'cpufreq' };
  const text = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  const ghz = Number(/^cpu MHz\s*:\s*(\d+(?:\.\d+)?)$/m.exec(text)?.[1] ?? 0) / 1000;
  const [least, most] = OF_MOMENT;
  return ghz > 0
    ? { lowGhz: least * ghz, highGhz: most * ghz, by: `/proc/cpuinfo (${ghz.toFixed(2)} GHz)` }
    : undefined;
}

/** What this machine's operating system says of it; what it does not say is left out. */
export async function machineFacts(): Promise<MachineFacts> {
  const [siblings, nodes, meltdown, huge, caches, clock] = await Promise.all([
    said(`${system}/cpu/cpu0/topology/thread_siblings_list`),
    said(`${system}/node/online`),
    said(`${system}/cpu/vulnerabilities/meltdown`),
    said('/sys/kernel/mm/transparent_hugepage/enabled'),
    reportedCaches(),
    reportedClock(),
  ]);
  const threadsPerCore = listed(siblings);
  return {
    model: printable(cpus()[0]?.model ?? 'unknown processor', 120),
    cores: Math.max(1, Math.floor(availableParallelism() / (threadsPerCore ?? 1))),
    threadsPerCore,
    numaNodes: listed(nodes),
    kpti: meltdown === undefined ? undefined : /PTI/.test(meltdown),
    caches,
    clock,
    load: nth(loadavg(), 0) / Math.max(1, cpus().length),
    hugePages: /\[(\w+)\]/.exec(huge ?? '')?.[1],
  };
}
