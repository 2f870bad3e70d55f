import { printable, UserError } from '../../errors.ts';
import { unknownName } from '../../names.ts';
import { bccKvmexit } from './bcc-kvmexit.ts';
import { cyclictest } from './cyclictest.ts';
import { esxtop } from './esxtop.ts';
import type { GuestStats, GuestStatsFormat } from './guest-stats.ts';
import { intelMlc } from './intel-mlc.ts';
import { kvmStat } from './kvm-stat.ts';
import { lmbench } from './lmbench.ts';
import { lmbenchMemory } from './lmbench-memory.ts';
import { perfKvmStat } from './perf-kvm-stat.ts';
import { perfStatKvm } from './perf-stat-kvm.ts';
import { stapKvmServiceTime } from './stap-kvm-service-time.ts';
import { virshDomstats } from './virsh-domstats.ts';
import { virtTop } from './virt-top.ts';
import { vmexit } from './vmexit.ts';
import { xentop } from './xentop.ts';

/** Readers of what monitoring tools and microbenchmarks print, in the order in which they are asked. */
export const guestStatsFormats: readonly GuestStatsFormat[] = [
  perfKvmStat,
  bccKvmexit,
  perfStatKvm,
  stapKvmServiceTime,
  virshDomstats,
  virtTop,
  xentop,
  esxtop,
  lmbenchMemory,
  lmbench,
  intelMlc,
  cyclictest,
  vmexit,
  kvmStat,
];

const HEAD_CHARS = 64 * 1024;

/** The statistics in a text: of the named format, else of the first that recognises it. */
export function readGuestStats(text: string, file: string, id?: string): GuestStats {
  const ids = guestStatsFormats.map((format) => format.id).join(', ');
  const head = text.slice(0, HEAD_CHARS);
  const format =
    id === undefined
      ? guestStatsFormats.find((candidate) => candidate.sniff(head))
      : guestStatsFormats.find((candidate) => candidate.id === id);
  if (format) return format.read(text, file);
  throw new UserError(
    printable(
      id === undefined
        ? `${file}: expected output of a tool virtcost reads (${ids}), found ${text.trim() === '' ? 'an empty file' : 'something else'}. "virtcost formats" says how to make one; --input-format names it.`
        : unknownName(
            'a format',
            id,
            guestStatsFormats.map((one) => one.id),
          ),
    ),
  );
}
