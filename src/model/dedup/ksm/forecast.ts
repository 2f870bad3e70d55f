import { type KsmCounters, type KsmMachine, PAGE_BYTES } from '../../../kernels/ksm/machine.ts';
import { type AdvisorSettings, ScanTimeAdvisor } from './advisor.ts';
import { ksmdCpu, wakePeriodMs } from './cost.ts';

/** How ksmd is paced. */
export interface Pace {
  pagesToScan: number;
  sleepMs: number;
  /** Timer ticks a second of the host kernel. */
  hz: number;
  /** Steers pages_to_scan instead. */
  advisor?: AdvisorSettings;
}

export interface ForecastPoint {
  seconds: number;
  fullScans: number;
  pagesToScan: number;
  /** Freed by merging, zero pages included. */
  savedBytes: number;
  /** savedBytes less the memory of rmap_items: general_profit. */
  profitBytes: number;
  cpuSeconds: number;
}

export interface Forecast {
  points: ForecastPoint[];
  /** Counters after each full scan. */
  scans: KsmCounters[];
  final: ForecastPoint;
  /** Until 90 % of the final saving was there; null where nothing was saved. */
  secondsTo90: number | null;
  /** ksmd's share of one CPU over the time simulated, with its interval. */
  cpuShare: { value: number; low: number; high: number };
  /** The same times on a busy host are up to this factor longer. */
  slowestFactor: number;
}

const POINTS_PER_SCAN = 24;
const MAX_POINTS = 2000;

/**
 * Runs ksmd wake-up by wake-up for `scans` full scans and puts the result on a time axis: which page is visited in which
 * wake-up is exact, the seconds come from the measured costs and the timer.
 */
export function forecast(machine: KsmMachine, pace: Pace, scans: number): Forecast {
  const advisor = pace.advisor && new ScanTimeAdvisor(pace.advisor);
  const period = wakePeriodMs(pace.sleepMs, pace.hz);
  const start = machine.counters();
  const points: ForecastPoint[] = [];
  const perScan: KsmCounters[] = [];
  let pages = advisor ? advisor.pagesToScan : pace.pagesToScan;
  let ms = 0;
  let scanStart = { ms, cpuNs: 0 };
  let before = start;
  let cpu = { ns: 0, lowNs: 0, highNs: 0 };
  let nextPoint = 0;

  const point = (now: KsmCounters): ForecastPoint => ({
    seconds: ms / 1000,
    fullScans: now.fullScans,
    pagesToScan: pages,
    savedBytes: (now.sharing + now.zeroPages) * PAGE_BYTES,
    profitBytes: now.profitBytes,
    cpuSeconds: cpu.ns / 1e9,
  });
  points.push(point(start));

  const { vms, pages: pagesPerVm } = machine.population;
  const pagesPerPoint = Math.max(1, Math.floor((vms * pagesPerVm) / POINTS_PER_SCAN));
  while (perScan.length < scans) {
    machine.wake(pages);
    const now = machine.counters();
    const spent = ksmdCpu(before, now);
    cpu = {
      ns: cpu.ns + spent.ns,
      lowNs: cpu.lowNs + spent.lowNs,
      highNs: cpu.highNs + spent.highNs,
    };
    ms += period.ms + spent.ns / 1e6;
    const ended = now.fullScans > before.fullScans;
    if (ended) {
      perScan.push(now);
      if (advisor) pages = advisor.next(ms - scanStart.ms, (cpu.ns - scanStart.cpuNs) / 1e6);
      scanStart = { ms, cpuNs: cpu.ns };
    }
    const visited = now.scanned + now.skipped - start.scanned - start.skipped;
    if ((ended || visited >= nextPoint) && points.length < MAX_POINTS) {
      points.push(point(now));
      nextPoint = visited + pagesPerPoint;
    }
    before = now;
  }
  const final = point(before);
  const reached = points.find((p) => p.savedBytes >= 0.9 * final.savedBytes);
  const share = (ns: number) => (ms > 0 ? ns / 1e6 / ms : 0);
  return {
    points,
    scans: perScan,
    final,
    secondsTo90: final.savedBytes > 0 && reached ? reached.seconds : null,
    cpuShare: { value: share(cpu.ns), low: share(cpu.lowNs), high: share(cpu.highNs) },
    slowestFactor: period.highMs / period.ms,
  };
}
