import type { DirtyRateReading, UniqueSample } from '../../model/migration/fit.ts';
import type { MigrationSettings } from '../../model/migration/plan-types.ts';
import type { ProgressSample } from '../../model/migration/progress.ts';
import type { QemuParameters } from './qemu-settings.ts';

/** Who wrote a file, and with it the limits that hold where the file states none. */
export type MigrationFormat =
  | 'qmp'
  | 'hmp'
  | 'libvirt-jobinfo'
  | 'libvirt-domstats'
  | 'kubevirt'
  | 'proxmox'
  | 'dirty-samples';

/** How a migration that is over ended; null where the file does not say. */
export interface Outcome {
  totalS: number | null;
  /** As QEMU, libvirt or Proxmox report it. */
  downtimeMs: number | null;
  error: string | null;
}

/** What a file or a running QEMU says about a migration; everything is optional. */
export interface MigrationInput {
  /** Reader that understood the text. */
  format: MigrationFormat;
  /** Settings that are stated outright, not by capabilities and parameters of QEMU. */
  settings: Partial<MigrationSettings>;
  /** Capabilities and parameters of QEMU, in whatever order they came. */
  capabilities: Record<string, boolean>;
  parameters: QemuParameters;
  samples: ProgressSample[];
  readings: DirtyRateReading[];
  /** Distinct dirty pages per window, counted exactly. */
  unique: UniqueSample[];
  ramBytes: number | null;
  /** Last status said, in QEMU's words. */
  status: string | null;
  outcome: Outcome;
  /** Why QEMU refuses to migrate this guest. */
  blocked: string[];
  /** Parallel migrations the cluster allows. */
  perCluster: number | null;
  perHost: number | null;
  /** completionTimeoutPerGiB, seconds. */
  timeoutPerGiBS: number | null;
  /** Present in the file, able to change the answer, and not used. */
  ignored: string[];
}

export function emptyInput(format: MigrationFormat): MigrationInput {
  return {
    format,
    settings: {},
    capabilities: {},
    parameters: {},
    samples: [],
    readings: [],
    unique: [],
    ramBytes: null,
    status: null,
    outcome: { totalS: null, downtimeMs: null, error: null },
    blocked: [],
    perCluster: null,
    perHost: null,
    timeoutPerGiBS: null,
    ignored: [],
  };
}
