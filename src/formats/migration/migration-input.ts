import type { ProgressSample } from '../../model/migration/eta.ts';
import type { DirtyRateReading, UniqueSample } from '../../model/migration/fit.ts';
import type { MigrationSettings } from '../../model/migration/plan-types.ts';

/** What a file or a running QEMU says about a migration; everything is optional. */
export interface MigrationInput {
  /** Reader that understood the text. */
  format: 'qmp' | 'libvirt-jobinfo' | 'libvirt-domstats' | 'kubevirt' | 'dirty-samples';
  settings: Partial<MigrationSettings>;
  samples: ProgressSample[];
  readings: DirtyRateReading[];
  /** Distinct dirty pages per window, counted exactly. */
  unique: UniqueSample[];
  ramBytes: number | null;
  status: string | null;
  /** Parallel migrations the cluster allows. */
  perCluster: number | null;
  perHost: number | null;
  /** completionTimeoutPerGiB, seconds. */
  timeoutPerGiBS: number | null;
}

export function emptyInput(format: MigrationInput['format']): MigrationInput {
  return {
    format,
    settings: {},
    samples: [],
    readings: [],
    unique: [],
    ramBytes: null,
    status: null,
    perCluster: null,
    perHost: null,
    timeoutPerGiBS: null,
  };
}
