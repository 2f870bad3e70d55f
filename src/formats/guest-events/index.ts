import { UserError } from '../../errors.ts';
import { domstats } from './domstats.ts';
import type { EventFormat } from './imported.ts';
import { kvmStat } from './kvm-stat.ts';
import { kvmexit } from './kvmexit.ts';
import { cyclictest, lmbench, mlc, vmexit } from './latency.ts';
import { perfKvmStat } from './perf-kvm-stat.ts';
import { perfStat } from './perf-stat.ts';
import { esxtop, virtTop, xentop } from './tables.ts';

/** Every reader of guest-event output. A new one is one file and one line. */
export const eventFormats: readonly EventFormat[] = [
  perfKvmStat,
  kvmexit,
  perfStat,
  kvmStat,
  domstats,
  virtTop,
  xentop,
  esxtop,
  lmbench,
  vmexit,
  cyclictest,
  mlc,
];

export function eventFormat(id: string): EventFormat {
  const found = eventFormats.find((format) => format.id === id);
  if (found) return found;
  throw new UserError(
    `expected a format (${eventFormats.map((format) => format.id).join(', ')}), found "${id}".`,
  );
}
