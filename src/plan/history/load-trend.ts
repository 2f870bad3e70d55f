import { UserError } from '../../errors.ts';
import { HORIZON_MONTHS } from '../horizon.ts';
import type { LoadSeries } from '../optimize/series.ts';
import type { Plan } from '../plan.ts';
import { type HistoryAnswer, historyRow, limitsOf } from './history.ts';
import { snapshotOf, together } from './totals.ts';

const DAY_S = 86_400;
/** A whole day has samples over so much of it. */
const WHOLE_DAY = 0.8;
/** Seconds since 1970 from which a trace has a calendar; smaller times count from its begin. */
const CALENDAR_S = 3e8;

/** Mean load of all machines on each whole day, any unit: a machine of percent counts by its vCPUs. */
function dailyMeans({ machines, firstS }: LoadSeries, plan: Plan): Map<number, number> {
  const vcpus = new Map(plan.inventory.vms.map((vm) => [vm.name, vm.vcpus]));
  const start = firstS >= CALENDAR_S ? 0 : firstS;
  const days = new Map<number, number>();
  const covered = new Map<number, Set<number>>();
  for (const { name, times, cpu, cpuUnit } of machines) {
    const weight = cpuUnit === 'percent' ? (vcpus.get(name) ?? 1) : 1;
    const own = new Map<number, [sum: number, count: number]>();
    for (let i = 0; i < times.length; i++) {
      const [at, value] = [(times[i] ?? 0) - start, cpu[i] ?? Number.NaN];
      if (Number.isNaN(value)) continue;
      const day = Math.floor(at / DAY_S);
      const [sum, count] = own.get(day) ?? [0, 0];
      own.set(day, [sum + value, count + 1]);
      const hours = covered.get(day) ?? new Set();
      hours.add(Math.floor((at % DAY_S) / 3600));
      covered.set(day, hours);
    }
    for (const [day, [sum, count]] of own)
      days.set(day, (days.get(day) ?? 0) + (weight * sum) / count);
  }
  return new Map(
    [...days]
      .filter(([day]) => (covered.get(day)?.size ?? 0) >= 24 * WHOLE_DAY)
      .sort((a, b) => a[0] - b[0]),
  );
}

/**
 * Growth of the use of CPU fitted to the daily means of a load over weeks or months. The use the inventory states is taken
 * as the mean of the load, as for the interval of the answer.
 */
export function loadTrend(plan: Plan, series: LoadSeries): HistoryAnswer {
  const days = [...dailyMeans(series, plan)];
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last || days.length < 2)
    throw new UserError(
      `${series.source}: expected load of two whole days or more, found ${days.length}: no growth can be told.`,
    );
  const names = [...new Set(plan.inventory.hosts.map((host) => host.cluster))];
  const level = together([...snapshotOf(plan.inventory, 0).clusters.values()]).cpuGhz;
  if (level === undefined || !(level > 0))
    throw new UserError(
      `${plan.inventory.source}: expected the use of hosts or machines, so that the load of ${series.source} has a level, found none.`,
    );
  const mean = days.reduce((sum, [, value]) => sum + value, 0) / days.length;
  const points = days.map(([day, value]) => ({
    day: day - last[0],
    value: mean > 0 ? (level * value) / mean : 0,
  }));
  const calendar = series.firstS >= CALENDAR_S;
  return {
    from: 'load',
    source: [series.source],
    dateMs: calendar ? last[0] * DAY_S * 1000 : undefined,
    dates: days.length,
    spanDays: last[0] - first[0],
    rows: [historyRow('all', 'CPU use', points, limitsOf(plan, names)['CPU use'])],
    horizonMonths: HORIZON_MONTHS,
    leftOut: [],
  };
}
