import type { Host } from '../../hosts/host.ts';
import type { Bill, BillLine } from '../../model/overhead/bill.ts';
import { line } from '../../model/overhead/bill.ts';
import { eventRates } from '../../model/overhead/case.ts';
import { type Sourced, times } from '../../sourced.ts';
import type { Technique } from '../../techniques/technique.ts';
import { tripsPerThousand } from '../../techniques/trips.ts';
import type { WorkloadCase } from '../../workloads/workload-case.ts';

/** What exits take beside their own time, cycles per thousand guest instructions. */
export interface ExitLoss {
  /** Trips to the monitor per thousand guest instructions. */
  trips: number;
  translation: Sourced;
  data: Sourced;
}

/** Page walks in flight at once, as in the bill of a case. */
const PAGE_WALKERS = 2;

/** Trips per thousand instructions and the accesses of the stream between two of them. */
export function exitRate(workload: WorkloadCase, technique: Technique, host: Host) {
  const trips = tripsPerThousand(eventRates(workload, technique), technique, host);
  const accesses = 1000 / workload.instructionsPerAccess;
  return { trips, interval: trips > 0 ? accesses / trips : Number.POSITIVE_INFINITY };
}

/** The loss per access of the stream as one per thousand instructions; misses overlap as the workload says. */
export function lossOf(
  workload: WorkloadCase,
  trips: number,
  perAccess: { translation: Sourced; data: Sourced },
): ExitLoss {
  const accesses = 1000 / workload.instructionsPerAccess;
  const inFlight = workload.missesInFlight;
  const unit = 'cycles/1000 instructions';
  const walks = accesses / Math.min(inFlight, PAGE_WALKERS);
  return {
    trips,
    translation: { ...times(perAccess.translation, walks), unit },
    data: { ...times(perAccess.data, accesses / inFlight), unit },
  };
}

/** The bill with what exits take from TLBs and caches; nothing is added where nothing is lost. */
export function withLoss(
  bill: Bill,
  { translation, data }: Pick<ExitLoss, 'translation' | 'data'>,
): Bill {
  const more: BillLine[] = [];
  if (translation.high > 0) {
    more.push(line('exits', 'translations lost to the monitor', 'translation', translation, 1));
  }
  if (data.high > 0) {
    more.push(line('exits', 'cached data lost to the monitor', 'cpu-exits', data, 1));
  }
  return { ...bill, lines: [...bill.lines, ...more] };
}
