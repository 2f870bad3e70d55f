import type { KsmCounters, KsmMachine } from '../../../kernels/ksm/machine.ts';
import { ksmdCpu, wakePeriodMs } from './cost.ts';

/** How a population is left alone with ksmd. */
export interface FreeRun {
  durationMs: number;
  /** Volatile pages are rewritten every so many ms; 0 = never. */
  volatileMs: number;
  pagesToScan: number;
  sleepMs: number;
  /** Timer ticks a second of the host kernel. */
  hz: number;
}

/**
 * ksmd runs at nice 5 (mm/ksm.c): beside one ordinary task that never sleeps it gets 335 parts of 335 + 1024 of a CPU
 * (kernel/sched/core.c, sched_prio_to_weight), so its work takes so many times as long.
 */
const BUSY_STRETCH = (335 + 1024) / 335;

/** Seconds since the start, with the interval from no CPU time at all to a host with a busy task on every CPU. */
export interface Moment {
  value: number;
  low: number;
  high: number;
}

export interface FreeRunForecast {
  /** End of each full scan begun within the duration. */
  scanEnds: Moment[];
  /** When 90 % of the pages merged at the end were merged; null where none was. */
  merged90: Moment | null;
  cpuSeconds: Moment;
  final: KsmCounters;
}

/**
 * Runs ksmd wake-up by wake-up until `durationMs` have passed. What is visited in which wake-up is exact. Each wake-up takes
 * its sleep and its CPU time; at least the sleep alone, at most one and a half times the sleep and the CPU time stretched.
 */
export function forecastFreeRun(machine: KsmMachine, run: FreeRun): FreeRunForecast {
  const period = wakePeriodMs(run.sleepMs, run.hz);
  const clock = { value: 0, low: 0, high: 0 };
  const cpu = { value: 0, low: 0, high: 0 };
  const seconds = ({ value, low, high }: Moment): Moment => ({
    value: value / 1000,
    low: low / 1000,
    high: high / 1000,
  });
  const scanEnds: Moment[] = [];
  const merged: { pages: number; at: Moment }[] = [];
  let rewrites = 0;
  let before = machine.counters();
  while (clock.value < run.durationMs) {
    while (run.volatileMs > 0 && (rewrites + 1) * run.volatileMs <= clock.value) {
      machine.rewriteVolatile(++rewrites);
    }
    machine.wake(run.pagesToScan);
    const now = machine.counters();
    const { ns, lowNs, highNs } = ksmdCpu(before, now);
    const spent = { value: ns / 1e6, low: lowNs / 1e6, high: highNs / 1e6 };
    clock.value += period.ms + spent.value;
    clock.low += period.ms;
    clock.high += period.highMs + BUSY_STRETCH * spent.high;
    for (const end of ['value', 'low', 'high'] as const) cpu[end] += spent[end];
    if (now.fullScans > before.fullScans) scanEnds.push(seconds(clock));
    merged.push({ pages: now.sharing + now.zeroPages, at: seconds(clock) });
    before = now;
  }
  const target = 0.9 * (merged.at(-1)?.pages ?? 0);
  return {
    scanEnds,
    merged90: target > 0 ? (merged.find(({ pages }) => pages >= target)?.at ?? null) : null,
    cpuSeconds: seconds(cpu),
    final: before,
  };
}
