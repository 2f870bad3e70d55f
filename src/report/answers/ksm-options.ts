import type { KsmSetting } from '../../model/dedup/analysis.ts';
import { advisorDefaults } from '../../model/dedup/ksm/advisor.ts';

/** The options of the command that set KSM. */
export interface KsmOptions {
  kernel: string;
  hz: number;
  pagesToScan: number;
  sleepMs: number;
  maxPageSharing: number;
  useZeroPages?: boolean;
  smartScan: boolean;
  advisorTarget?: number;
}

export const ksmSettingOf = (options: KsmOptions): KsmSetting => ({
  knobs: {
    useZeroPages: options.useZeroPages === true,
    maxPageSharing: options.maxPageSharing,
    smartScan: options.smartScan,
    pruneAlways: false,
  },
  pace: {
    pagesToScan: options.pagesToScan,
    sleepMs: options.sleepMs,
    hz: options.hz,
    ...(options.advisorTarget === undefined
      ? {}
      : { advisor: { ...advisorDefaults, targetScanSeconds: options.advisorTarget } }),
  },
});
