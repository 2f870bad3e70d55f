import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the machine was doing before a suite began: without it no timing means anything. */
export interface MachineState {
  /** Its load average of a minute holds what the suites before this one did. */
  loadAverage: number;
  /** Share of the time of its processors that others took, or a host took away, while nothing of ours ran, 0 to 1. */
  others?: number;
  cpu: string;
  node: string;
}

/** Ticks of all processors by the first line of /proc/stat (proc_stat(5)): those that did something, and all. */
export function ticksOf(stat: string): { busy: number; all: number } {
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, softirq = 0, steal = 0] =
    /^cpu +(.*)/.exec(stat)?.[1]?.split(' ').map(Number) ?? [];
  const busy = user + nice + system + irq + softirq + steal;
  return { busy, all: busy + idle + wait };
}

const ticks = () => ticksOf(readFileSync('/proc/stat', 'utf8'));
const LISTENED_MS = 400;

/** Does nothing for a moment and looks what is done meanwhile. */
export async function machineState(): Promise<MachineState> {
  const before = ticks();
  await sleep(LISTENED_MS);
  const after = ticks();
  const cpu = /model name\s*:\s*(.*)/.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? 'unknown';
  return {
    loadAverage: loadavg()[0] ?? 0,
    others: (after.busy - before.busy) / Math.max(1, after.all - before.all),
    cpu,
    node: process.version,
  };
}
