import type { KsmRules } from '../../../kernels/ksm/machine.ts';

/** Counters of /sys/kernel/mm/ksm with the release that has them first (Documentation/admin-guide/mm/ksm.rst). */
export interface KsmFeatures {
  countsVisits: boolean;
  countsZeroPages: boolean;
  countsProfit: boolean;
}

export interface KsmKernelVersion {
  rules: KsmRules;
  has: KsmFeatures;
  /** False between 6.1 and 6.12, where no run was recorded: the releases of the changes are recalled, not read. */
  verified: boolean;
}

/** Rules of a kernel release such as "6.18.44-fc"; null when the text does not begin with two numbers. */
export function kernelVersion(release: string): KsmKernelVersion | null {
  const match = /^(\d{1,3})\.(\d{1,3})(?:\D|$)/.exec(release);
  if (!match) return null;
  const version = Number(match[1]) * 1000 + Number(match[2]);
  const since = (major: number, minor: number) => version >= major * 1000 + minor;
  return {
    rules: {
      stableFirst: !since(6, 11),
      hasSmartScan: since(6, 7),
      splitDropsZeros: since(6, 12),
      reclaimsTables: since(6, 14),
      lruBatch: since(6, 9) ? 31 : 15,
    },
    has: {
      countsVisits: since(6, 6),
      countsZeroPages: since(6, 6),
      countsProfit: since(6, 4),
    },
    verified: since(6, 12) || (since(6, 1) && !since(6, 2)),
  };
}
